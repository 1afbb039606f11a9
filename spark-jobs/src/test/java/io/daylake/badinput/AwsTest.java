package io.daylake.badinput;

import static io.daylake.badinput.Case.ingest;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.FaultyAws;
import io.daylake.support.FaultyAws.Answer;
import io.daylake.support.Ran;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A lake that is not as it should be. */
class AwsTest extends CasesTest {
  @Override
  List<Case> cases() {
    return List.of(
        ingest(
            "no Glue database of that name",
            day ->
                day.world.write(
                    "pipeline.toml", day.toml().replace("\ndatabase = \"", "\ndatabase = \"none_")),
            2,
            "Cannot use Glue database 'none_{name}': there is none of that name"),
        ingest(
            "an AWS that is not there",
            day -> day.world.useAws("http://127.0.0.1:9"),
            4,
            "AWS does not answer",
            "check region, endpoint and credentials"));
  }

  @Test
  void filesThatAreNotThoseOfTheReceiptAreNotCurated() {
    Yesterday day = yesterday();
    String location = day.catalogue.days("things_raw").get(day.yesterday);
    String stranger = location.substring(day.world.lake.length() + 1) + "zombie.parquet";
    day.world.put(stranger, "late");
    try {
      assertFailed(day.curate(), 3, "are not those of the receipt");
    } finally {
      day.world.s3.deleteObject(delete -> delete.bucket(day.world.bucket).key(stranger));
    }
    day.nothingPublishedHasChanged();
  }

  @Test
  void aDayThatWasNotIngestedIsNotCurated() {
    Yesterday day = yesterday();
    day.repair();

    assertFailed(
        day.world.curate(day.today, day.run()),
        2,
        "Cannot curate " + day.today + ": table 'things_raw' has no partition of that day",
        "run ingest for the day first");
    day.nothingPublishedHasChanged();
  }

  @Test
  void aBucketThatIsNotThere() {
    Yesterday day = yesterday();
    day.repair();
    String none = day.world.lake + "-none";

    Ran ran = day.ingestWith("--lake", none);

    assertFailed(
        ran,
        2,
        "there is no bucket '" + day.world.bucket + "-none'; create it",
        "no outcome object is left");
  }

  @Test
  void aBucketThatIsNotWritable() {
    Predicate<String> writes =
        call -> call.matches("(PUT|POST) /" + yesterday().world.bucket + ".*");

    assertFailed(
        answered(writes, Answer.ACCESS_DENIED),
        2,
        "Cannot write to bucket '" + yesterday().world.bucket + "': access is denied (Acc");
  }

  @Test
  void aSecretsManagerThatIsTooBusy() {
    assertFailed(
        answered("GetSecretValue"::equals, Answer.SLOW_DOWN),
        4,
        "Cannot read secret '" + yesterday().world.secret + "'");
  }

  private Ran answered(Predicate<String> calls, Answer answer) {
    Yesterday day = yesterday();
    day.repair();
    try (FaultyAws aws =
        new FaultyAws(day.world.awsEndpoint(), call -> calls.test(call) ? answer : Answer.RIGHT)) {
      day.world.useAws(aws.endpoint());
      Ran ran = day.ingest();
      assertThat(aws.fired).hasPositiveValue();
      return ran;
    } finally {
      day.world.useAws(day.world.awsEndpoint());
      day.nothingPublishedHasChanged();
    }
  }
}
