package io.daylake;

import static io.daylake.Things.CURATED;
import static io.daylake.Things.RAW;
import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.daylake.support.FaultyAws;
import io.daylake.support.FaultyAws.Answer;
import io.daylake.support.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each run of the two tables is told with what became of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunsTest {
  private Things things;

  @BeforeAll
  void makesRunsOfEveryState(@TempDir Path temporary) {
    things = new Things(temporary);
    things.ingest(things.yesterday, "gone");
    things.ingest(things.yesterday, "early");
    things.ingest(things.today, "before");
    things.publish(things.today, "now");
    things.world.sql("insert into things (kind) values ('b')");
    assertFailed(withoutUpdates(things, "lost"), 5, "Cannot move a partition");
    things.isRefused(things.today, "bad");
    String removed = things.receiptKey(RAW, "gone");
    things.world.put(
        removed,
        things
            .world
            .object(removed)
            .replace("\"state\" : \"published\"", "\"state\" : \"removed\""));
  }

  @AfterAll
  void closesThings() {
    things.close();
  }

  @Test
  void runsAreToldByDayWithTheirState() {
    Ran ran = things.lake("runs", null);

    assertDone(ran);
    assertThat(ran.out())
        .contains("raw_things: 2 days, latest at " + things.catalogue.latest(RAW))
        .containsPattern("  DAY +STATE +ROWS  AS OF +RUN +NOTE\n")
        .containsPattern(things.today + "  published now +5  \\S+Z +now-")
        .containsPattern(things.today + "  published before +4  \\S+Z +before-")
        .containsPattern(things.today + "  staged only +6  \\S+Z +lost-")
        .containsPattern(things.today + "  refused +7  \\S+Z +bad-\\S+ +failed raw_no_c\n")
        .containsPattern(things.yesterday + "  published now +3  \\S+Z +early-")
        .containsPattern(things.yesterday + "  removed +2  \\S+Z +gone-");
    assertThat(ran.out())
        .containsSubsequence("bad-", "lost-", "now-", "before-", "early-", "gone-");
    assertThat(ran.err()).contains("7 runs of raw_things and things");
  }

  @Test
  void runsOfOneDayOrTheNewestOnly() {
    Ran day = things.lake("runs", null, "--day", things.yesterday);
    assertDone(day);
    assertThat(day.out()).contains("early-", "gone-").doesNotContain("before-", "lost-");
    assertThat(day.err()).contains("2 runs of raw_things and things");

    Ran newest = things.lake("runs", null, "--limit", "2");
    assertDone(newest);
    assertThat(newest.out())
        .contains("and 4 more, left out by --limit")
        .contains("bad-", "lost-")
        .doesNotContain("early-", "gone-");

    assertFailed(
        things.lake("runs", null, "--day", "2016-02-30"), 2, "Cannot use day '2016-02-30'");
    assertFailed(things.lake("runs", null, "--limit", "0"), 2, "Cannot list 0 runs");
  }

  @Test
  void programsAreToldTheSameRuns() {
    JsonNode table = Documents.of(things.lake("runs", null, "--json")).at("/result/tables/0");

    assertThat(table.path("table").asText()).isEqualTo(RAW);
    assertThat(table.path("latest").asText()).isEqualTo(things.catalogue.latest(RAW));
    assertThat(table.path("left_out").asInt()).isZero();
    assertThat(table.path("runs")).hasSize(6);
    for (JsonNode run : table.path("runs")) {
      boolean now =
          run.path("location")
              .asText()
              .equals(things.catalogue.days(RAW).get(run.path("day").asText()));
      assertThat(run.path("current").asBoolean()).isEqualTo(now);
      if (run.path("state").asText().equals("refused")) {
        assertThat(run.path("failed_checks").get(0).asText()).isEqualTo("raw_no_c");
        assertThat(things.world.object(keyOf(run.path("receipt").asText()))).contains("\"bad\"");
      }
    }
  }

  @Test
  void aRunIsShownByItsIdOrWithItsAttempt() {
    Ran ran = things.lake("show", null, "now");

    assertDone(ran);
    assertThat(ran.out())
        .contains(things.world.name + ".raw_things of " + things.today)
        .contains("state     published now", "rows      5 in 1 files")
        .contains("read      things, key [id], by 1 at once, without a lock")
        .contains("compared  with the source by checksums")
        .containsPattern("partition s3://\\S+/run=before-\\S+ -> s3://\\S+/run=now-")
        .containsPattern("  raw_no_c +passed\n")
        .containsPattern("  publish +\\d+\\.\\d+\n")
        .containsPattern("  kind +string +varchar\\(9\\)\n")
        .contains(things.world.name + ".things of " + things.today)
        .containsPattern("from      s3://\\S+/raw_things/_receipts/now-")
        .containsPattern("ingest ended at \\S+Z with exit 0: published 5 rows of things")
        .containsPattern("curate ended at \\S+Z with exit 0: published ");
    String attempt = things.receiptKey(CURATED, "now").replaceAll(".*/(now-.*)\\.json", "$1");
    JsonNode same = Documents.of(things.lake("show", null, attempt, "--json")).path("result");
    assertThat(same.at("/raw/receipt/run").asText()).isEqualTo("now");
    assertThat(same.at("/raw/receipt/files")).hasSize(1);
    assertThat(same.at("/curated/uri").asText()).endsWith("/" + attempt + ".json");
    assertThat(same.at("/outcomes/1/command").asText()).isEqualTo("curate");
  }

  @Test
  void aRunThatFailedIsShownWithItsReason() {
    assertThat(things.lake("show", null, "bad").out())
        .contains("state     refused")
        .containsPattern("  raw_no_c +failed +\\{\"id\":")
        .containsPattern("ingest ended at \\S+Z with exit 3: Cannot publish ");
    assertFailed(things.world.ingest("2016-01-04", "old"), 2, "Cannot publish day 2016-01-04");
    Ran ran = things.lake("show", null, "old");
    assertDone(ran);
    assertThat(ran.out()).contains("with exit 2: Cannot publish day 2016-01-04", "; add --late");
    assertThat(ran.err()).contains("run old came to no receipt");

    assertFailed(
        things.lake("show", null, "nobody"),
        2,
        "Cannot show 'nobody': there is no such run; give a run as daylake runs names it");
  }

  private String keyOf(String uri) {
    return uri.substring(things.world.lake.length() + 1);
  }

  private static Ran withoutUpdates(Things things, String run) {
    try (FaultyAws aws =
        new FaultyAws(
            things.world.awsEndpoint(),
            call -> call.equals("UpdatePartition") ? Answer.ERROR_BEFORE : Answer.RIGHT)) {
      things.world.useAws(aws.endpoint());
      return things.world.ingest(things.today, run);
    } finally {
      things.world.useAws(things.world.awsEndpoint());
    }
  }
}
