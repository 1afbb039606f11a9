package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.FaultyAws;
import io.daylake.support.FaultyAws.Answer;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes to Glue and S3 that may or may not have worked: read back, never assumed, and a plain
 * rerun mends all.
 */
class UnknownOutcomeTest {
  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private World world;
  private Catalogue catalogue;

  @BeforeEach
  void makesAWorld(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    catalogue = new Catalogue(world);
    world.sql(
        "create table things (id int primary key, kind varchar(9))",
        "insert into things values (1, 'a')");
    world.write("curated.sql", "select kind from raw");
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"
        source = { table = "things", key = ["id"] }
        raw = { table = "raw_things" }
        curated = { table = "things" }
        """
            .formatted(world.secret, world.name));
  }

  @AfterEach
  void closesTheWorld() {
    world.close();
  }

  @Test
  void aCreatedPartitionWhoseAnswerWasLostIsFoundAgain() {
    Ran ran = ingestWith("CreatePartition"::equals, Answer.ERROR_AFTER);

    assertDone(ran);
    assertThat(catalogue.days("raw_things").get(today)).isEqualTo(catalogue.latest("raw_things"));
  }

  @Test
  void aMovedPartitionWhoseAnswerWasLostIsFoundAgain() {
    assertDone(world.ingest(today, "before"));

    assertDone(ingestWith("UpdatePartition"::equals, Answer.ERROR_AFTER));

    assertThat(catalogue.days("raw_things").get(today)).contains("/run=faulty-");
  }

  @Test
  void aMoveThatDoesNotShowIsUnknownAndTheNextRunWaitsForTheLease() throws Exception {
    assertDone(world.ingest(today, "before"));
    String published = catalogue.everything();

    Ran ran = ingestWith("UpdatePartition"::equals, Answer.ERROR_BEFORE);

    assertFailed(
        ran,
        5,
        "Cannot move a partition of Glue table 'raw_things': the call ended with",
        "reading back does not show its effect",
        "run the day again: it completes what is missing");
    assertThat(catalogue.everything()).isEqualTo(published);
    assertThat(world.object(receipt(ran)))
        .contains("\"state\" : \"staged\"", "/run=before-", "/run=faulty-");
    Future<Ran> after = inTheBackground(() -> world.ingest(today, "after"));
    assertThatThrownBy(() -> after.get(6, TimeUnit.SECONDS))
        .as("a late call of the run before must come earlier than those of this one")
        .isInstanceOf(TimeoutException.class);
    assertThat(catalogue.everything()).isEqualTo(published);
    world.leaseLapses("raw_things");
    assertDone(after.get(60, TimeUnit.SECONDS));
  }

  @Test
  void aLatestThatDidNotMoveIsToldAndARerunCompletesIt() {
    Ran ran = ingestWith("CreateTable"::equals, Answer.ERROR_BEFORE, 1);

    assertFailed(
        ran,
        5,
        "Cannot create Glue table 'raw_things_latest'",
        "(partition " + today + " is published, raw_things_latest still points at null)");
    assertThat(catalogue.days("raw_things")).containsKey(today);
    assertThat(catalogue.latest("raw_things")).isNull();
    world.leaseLapses("raw_things");
    assertDone(world.ingest(today, "after"));
    assertThat(catalogue.latest("raw_things")).contains("/run=after-");
  }

  @Test
  void withoutAReceiptNothingIsPublished() {
    Ran ran =
        ingestWith(
            call -> call.startsWith("PUT ") && call.contains("/_receipts/"), Answer.SLOW_DOWN);

    assertFailed(
        ran, 4, "Cannot write " + world.lake + "/" + world.name + "/raw_things/_receipts/faulty-");
    assertThat(catalogue.everything()).isEmpty();
    assertDone(world.ingest(today, "after"));
  }

  @Test
  void withoutAnOutcomeADoneRunIsToBeRunAgain() {
    Ran ran =
        ingestWith(
            call -> call.startsWith("PUT ") && call.contains("/_outcomes/"), Answer.SLOW_DOWN);

    assertThat(ran.exit()).as("%s", ran).isEqualTo(4);
    assertThat(ran.err()).contains("no outcome object is left", "published 1 rows");
  }

  private static Future<Ran> inTheBackground(Callable<Ran> run) {
    FutureTask<Ran> task = new FutureTask<>(run);
    new Thread(task, "after").start();
    return task;
  }

  private Ran ingestWith(Predicate<String> calls, Answer answer) {
    return ingestWith(calls, answer, 0);
  }

  /** {@code spared}: how many of those calls are answered rightly first. */
  private Ran ingestWith(Predicate<String> calls, Answer answer, int spared) {
    int[] left = {spared};
    try (FaultyAws aws =
        new FaultyAws(
            world.awsEndpoint(),
            call -> calls.test(call) && left[0]-- <= 0 ? answer : Answer.RIGHT)) {
      world.useAws(aws.endpoint());
      Ran ran = world.ingest(today, "faulty");
      assertThat(aws.fired).as("%s", ran).hasPositiveValue();
      return ran;
    } finally {
      world.useAws(world.awsEndpoint());
    }
  }

  private String receipt(Ran ran) {
    String key = "\"receipt\" : \"" + world.lake + "/";
    int start = ran.outcome().indexOf(key) + key.length();
    return ran.outcome().substring(start, ran.outcome().indexOf('"', start));
  }
}
