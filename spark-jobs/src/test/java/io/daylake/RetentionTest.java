package io.daylake;

import static io.daylake.Things.CURATED;
import static io.daylake.Things.RAW;
import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.FaultyAws;
import io.daylake.support.FaultyAws.Answer;
import io.daylake.support.Ran;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is old goes, what anybody may still need stays. */
class RetentionTest extends OnThings {
  private static final Duration NONE = Duration.ZERO;

  @Test
  void theNewestRunsOfADayStayAndWhatAPointerNeeds() throws InterruptedException {
    things.publish(things.today, "one");
    things.ingest(things.today, "two");
    things.ingest(things.today, "three");
    assertDone(things.lake("rollback", "back", "--to", "one"));
    String published = things.catalogue.everything();
    List<String> files = things.files();

    Ran young = things.lake("retain", "young", "--runs", "1");
    assertDone(young);
    assertThat(young.err())
        .contains("raw_things: 0 days withdrawn, 0 runs removed, 0 files deleted; things: 0 days");
    assertThat(things.files()).isEqualTo(files);

    assertThat(retain(RAW, new Keep(1, null, NONE)))
        .contains("raw_things: 0 days withdrawn, 1 runs removed, 1 files deleted");
    assertThat(things.filesOf(RAW, "two")).isEmpty();
    assertThat(things.filesOf(RAW, "one")).isNotEmpty();
    assertThat(things.filesOf(RAW, "three")).isNotEmpty();
    assertThat(things.catalogue.everything()).isEqualTo(published);
    assertThat(things.receipt(RAW, "two")).contains("\"state\" : \"removed\"");
    assertFailed(
        things.lake("rollback", "forth", "--to", "two"),
        3,
        "Cannot roll raw_things back to run two-",
        ": retention has removed its files; choose another by daylake runs");
    assertFailed(
        things.world.daylake("verify", things.world.lake + "/" + things.receiptKey(RAW, "two")),
        3,
        "retention has removed the files of run two; verify another run of the day");
    assertThat(things.catalogue.everything()).isEqualTo(published);
  }

  @Test
  void oldDaysAreWithdrawnAndTheirFilesGoOnceNobodyReadsThem() throws InterruptedException {
    things.publish(things.yesterday, "one");
    things.publish(things.today, "two");
    List<String> files = things.files();

    Ran withdrawn = things.lake("retain", "old", "--days", "1", "--grace-hours", "1");
    assertDone(withdrawn);
    assertThat(withdrawn.err())
        .contains(
            "raw_things: 1 days withdrawn, 0 runs removed", "things: 1 days withdrawn, 0 runs");
    assertThat(things.files()).as("a reader may still have them open").isEqualTo(files);
    for (String table : List.of(RAW, CURATED)) {
      assertThat(things.catalogue.days(table)).containsOnlyKeys(things.today);
      assertThat(things.catalogue.latest(table)).contains("/run=two-");
      assertThat(things.switches(table))
          .singleElement()
          .asString()
          .contains("\"command\" : \"retain\"", "\"to\" : null", "\"state\" : \"done\"");
    }

    assertThat(retain(RAW, new Keep(3, 1, NONE)))
        .contains("0 days withdrawn, 1 runs removed, 1 files");
    assertThat(things.filesOf(RAW, "one")).isEmpty();
    assertThat(things.filesOf(RAW, "two")).isNotEmpty();
    assertThat(things.filesOf(CURATED, "one")).isNotEmpty();
    assertDone(
        things.world.daylake("verify", things.world.lake + "/" + things.receiptKey(RAW, "two")));
  }

  @Test
  void whatACrashLeftIsSweptOnceItIsOldAndNothingElse() throws InterruptedException {
    things.ingest(things.today, "one");
    String published = things.catalogue.everything();
    String folder = things.world.name + "/raw_things/y=2016/m=01/d=04/";
    String stray = folder + "run=crashed-0a1b2c3d/part-00000.parquet";
    things.world.put(stray, "half a file");
    things.world.put(folder + "notes.txt", "somebody's");

    assertThat(retain(RAW, new Keep(3, null, Duration.ofHours(1)))).contains("0 runs removed");
    assertThat(things.world.object(stray)).as("it may be being written").isNotNull();

    assertThat(retain(RAW, new Keep(3, null, NONE))).contains("1 runs removed, 1 files deleted");
    assertThat(things.world.object(stray)).isNull();
    assertThat(things.world.object(folder + "notes.txt")).isNotNull();
    assertThat(things.receipt(RAW, "crashed")).contains("\"state\" : \"removed\"");
    assertThat(things.catalogue.everything()).isEqualTo(published);
  }

  @Test
  void anInterruptedDeleteHarmsNobodyAndTheNextRunGoesOn() throws InterruptedException {
    things.ingest(things.today, "one");
    things.ingest(things.today, "two");
    things.ingest(things.today, "three");
    String published = things.catalogue.everything();
    int[] right = {1};

    String told;
    try (FaultyAws aws =
        new FaultyAws(
            things.world.awsEndpoint(),
            call ->
                call.startsWith("POST ") && call.contains("?delete") && right[0]-- <= 0
                    ? Answer.SLOW_DOWN
                    : Answer.RIGHT)) {
      things.world.useAws(aws.endpoint());
      told = retain(RAW, new Keep(1, null, NONE));
      assertThat(aws.fired).hasPositiveValue();
    } finally {
      things.world.useAws(things.world.awsEndpoint());
    }

    assertThat(told)
        .startsWith("exit 4")
        .contains("Cannot delete s3://", " and others: AWS does not answer", "run it again later");
    assertThat(things.filesOf(RAW, "one").size() + things.filesOf(RAW, "two").size()).isEqualTo(1);
    for (String run : List.of("one", "two")) {
      assertThat(things.receipt(RAW, run)).contains("\"state\" : \"removed\"");
      assertFailed(
          things.lake("rollback", "to-" + run, "--to", run), 3, "retention has removed its files");
    }
    assertThat(things.catalogue.everything()).isEqualTo(published);

    assertThat(retain(RAW, new Keep(1, null, NONE))).contains("0 runs removed, 1 files deleted");
    assertThat(things.filesOf(RAW, "one")).isEmpty();
    assertThat(things.filesOf(RAW, "two")).isEmpty();
    assertThat(things.catalogue.everything()).isEqualTo(published);
  }

  @Test
  void lessThanOneIsNotKept() {
    for (String option : List.of("--runs", "--days", "--grace-hours")) {
      assertFailed(
          things.lake("retain", "none", option, "0"),
          2,
          "Cannot keep ",
          ": each is at least 1; give greater numbers");
    }
    assertThat(things.world.keys(things.world.name)).isEmpty();
  }

  /** With a shorter grace than the command allows; how it ended, and what it said. */
  private String retain(String table, Keep keep) throws InterruptedException {
    Thread.sleep(1100); // S3 tells times in whole seconds
    StringWriter err = new StringWriter();
    Attempt attempt =
        new Attempt(
            "retain",
            things.world.folder.toString(),
            things.world.lake,
            null,
            "by-test",
            Voice.toPeople(new PrintWriter(new StringWriter()), new PrintWriter(err)));
    int exit =
        attempt.tell(
            retaining -> {
              LakeTables tables = LakeTables.of(retaining, things.world.folder.toString());
              LakeTable chosen = table.equals(RAW) ? tables.raw() : tables.curated();
              return new Retention(retaining, chosen, "by-test", keep).retain().toString();
            });
    return "exit " + exit + ": " + err;
  }
}
