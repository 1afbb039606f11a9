package io.daylake;

import static io.daylake.Things.CURATED;
import static io.daylake.Things.RAW;
import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.FaultyAws;
import io.daylake.support.FaultyAws.Answer;
import io.daylake.support.Ran;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Readers are sent back to what was published before; no file is touched. */
class RollbackTest extends OnThings {
  @Test
  void aRunIsShownAgainInBothTablesAndTheNextRunMovesOn() {
    things.publish(things.today, "one");
    String published = things.catalogue.everything();
    things.publish(things.today, "two");
    List<String> files = things.files();

    Ran ran = things.lake("rollback", "back", "--to", "one");

    assertDone(ran);
    assertThat(ran.err())
        .contains(
            "rolled raw_things of " + things.today + " back to run one-", "; things to run one-");
    assertThat(things.catalogue.everything()).isEqualTo(published);
    assertThat(things.files()).isEqualTo(files);
    for (String table : List.of(RAW, CURATED)) {
      assertThat(things.world.object(things.world.name + "/" + table + "/_leases/publish.json"))
          .containsPattern("\"holder\" : \"rollback of run back-[0-9a-f]{8}\"")
          .contains("\"turn\" : 3", "\"free\" : true");
      assertThat(things.switches(table))
          .singleElement()
          .asString()
          .contains("\"command\" : \"rollback\"", "\"run\" : \"back\"", "\"state\" : \"done\"")
          .containsPattern("\"from\" : \"[^\"]*/run=two-")
          .containsPattern("\"to\" : \"[^\"]*/run=one-");
    }
    assertDone(things.world.daylake("verify", receipt(RAW, "one")));
    things.publish(things.today, "three");
    for (String table : List.of(RAW, CURATED)) {
      assertThat(things.catalogue.latest(table)).contains("/run=three-");
    }
    assertDone(things.world.daylake("verify", receipt(RAW, "three")));
  }

  @Test
  void aDayIsTheLatestAgainAndLaterOnesAreWithdrawn() {
    things.publish(things.yesterday, "one");
    String published = things.catalogue.everything();
    things.publish(things.today, "two");
    List<String> files = things.files();

    Ran ran = things.lake("rollback", "back", "--to", things.yesterday);

    assertDone(ran);
    assertThat(ran.err())
        .contains(
            "rolled back to "
                + things.yesterday
                + " as the latest day: 1 later days of raw_things and 1 of things are withdrawn");
    assertThat(things.catalogue.everything()).isEqualTo(published);
    assertThat(things.files()).isEqualTo(files);
    assertThat(things.switches(RAW)).singleElement().asString().contains("\"to\" : null");
    // the withdrawn day comes back by its run, or by another
    assertDone(things.lake("rollback", "forth", "--to", "two"));
    assertThat(things.catalogue.latest(RAW)).contains("/run=two-");
    assertThat(things.catalogue.latest(CURATED)).contains("/run=two-");
  }

  @Test
  void whereOnlyTheRawTableIsMovedItsSentenceSaysSoAndTheSameCommandCompletesIt() {
    things.publish(things.yesterday, "one");
    String published = things.catalogue.everything();
    things.publish(things.today, "two");
    int[] right = {1};
    Ran ran;
    try (FaultyAws aws =
        new FaultyAws(
            things.world.awsEndpoint(),
            call ->
                call.equals("DeletePartition") && right[0]-- <= 0
                    ? Answer.ERROR_BEFORE
                    : Answer.RIGHT)) {
      things.world.useAws(aws.endpoint());
      ran = things.lake("rollback", "back", "--to", things.yesterday);
      assertThat(aws.fired).hasPositiveValue();
    } finally {
      things.world.useAws(things.world.awsEndpoint());
    }

    assertFailed(
        ran,
        5,
        "Cannot withdraw a partition of Glue table 'things'",
        "(pointers of raw_things are moved)");
    assertThat(things.catalogue.days(RAW)).containsOnlyKeys(things.yesterday);
    assertThat(things.catalogue.days(CURATED)).containsKey(things.today);
    things.world.leaseLapses(CURATED);
    assertDone(things.lake("rollback", "back-again", "--to", things.yesterday));
    assertThat(things.catalogue.everything()).isEqualTo(published);
  }

  @Test
  void whatReadersCouldNotReadIsRefused() {
    things.publish(things.today, "one");
    things.publish(things.today, "two");
    things.isRefused(things.today, "bad");
    String file = things.filesOf(RAW, "one").get(0);
    things.world.s3.deleteObject(delete -> delete.bucket(things.world.bucket).key(file));
    String published = things.catalogue.everything();

    assertRefused(2, "nobody", "Cannot roll back to 'nobody': there is no such run");
    assertRefused(2, "2016-01-04", "Cannot roll back to 2016-01-04: raw_things has no such day");
    assertRefused(3, "bad", "Cannot roll raw_things back to run bad-", ": it was never published;");
    assertRefused(
        3,
        "one",
        "Cannot roll raw_things back to run one-",
        "/run=one-",
        "are not those of its receipt; choose another by daylake runs");

    assertThat(things.catalogue.everything()).isEqualTo(published);
    assertThat(things.switches(RAW)).isEmpty();
    assertThat(things.switches(CURATED)).isEmpty();
  }

  private void assertRefused(int exit, String to, String... sentence) {
    assertFailed(things.lake("rollback", "back-to-" + to, "--to", to), exit, sentence);
  }

  private String receipt(String table, String run) {
    return things.world.lake + "/" + things.receiptKey(table, run);
  }
}
