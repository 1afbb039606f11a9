package io.daylake;

import static io.daylake.Things.RAW;
import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.FaultyAws;
import io.daylake.support.FaultyAws.Answer;
import io.daylake.support.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each run of the two tables is told with what became of it. */
class RunsTest {
  @Test
  void runsAreToldByDayWithTheirState(@TempDir Path temporary) {
    try (Things things = new Things(temporary)) {
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

      Ran ran =
          things.world.daylake(
              "runs", "--pipeline", things.world.folder.toString(), "--lake", things.world.lake);

      assertDone(ran);
      assertThat(ran.out())
          .contains("raw_things: 2 days, latest at " + things.catalogue.latest(RAW))
          .containsPattern(things.today + "  published now +\\S+ rows +\\S+ +now-")
          .containsPattern(things.today + "  published before +\\S+ rows +\\S+ +before-")
          .containsPattern(things.today + "  staged only +\\S+ rows +\\S+ +lost-")
          .containsPattern(things.today + "  refused +\\S+ rows +\\S+ +bad-")
          .containsPattern(things.yesterday + "  published now +\\S+ rows +\\S+ +early-")
          .containsPattern(things.yesterday + "  removed +\\S+ rows +\\S+ +gone-");
      assertThat(ran.out().indexOf(things.today)).isLessThan(ran.out().indexOf(things.yesterday));
      assertThat(ran.err()).contains("7 runs of raw_things and things");
    }
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
