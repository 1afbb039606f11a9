package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.daylake.support.FaultyAws;
import io.daylake.support.FaultyAws.Answer;
import io.daylake.support.Program;
import io.daylake.support.Ran;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is wrong with an environment is said, all of it, with what to do, and nothing is left there.
 */
class DoctorTest extends OnThings {
  @Test
  void aWellEnvironmentIsCalledWellAndNothingIsLeftInIt() {
    Ran ran = things.lake("doctor", null);

    assertDone(ran);
    assertThat(ran.out())
        .containsPattern("  ok +java +version 17")
        .containsPattern("  ok +spark +version 4")
        .containsPattern("  ok +disk +\\S+ GB free in /")
        .containsPattern("  ok +credentials +there are some")
        .containsPattern("  ok +region +us-east-1")
        .contains("bucket '" + things.world.bucket + "' can be listed and written to")
        .containsPattern("  ok +clock +within \\d+ s of S3's")
        .contains("'" + things.world.pipeline() + "', of source table 'things'")
        .contains("0 days of raw_things, 0 days of things")
        .contains("user '" + things.world.name + "' of database '" + things.world.name + "' at ")
        .contains("whose certificate is not verified")
        .containsPattern("  ok +source +answers, version \\d+")
        .contains("'things' has 2 columns, about 1 rows, key [id]")
        .contains("may read; one reader needs no lock")
        .doesNotContain(things.world.password());
    assertThat(ran.err()).contains("daylake doctor: all is well: 13 checks");
    assertThat(things.world.keys("")).isEmpty();
    assertThat(
            things
                .world
                .s3
                .listMultipartUploads(list -> list.bucket(things.world.bucket))
                .uploads())
        .isEmpty();
    assertThat(things.catalogue.everything()).isEmpty();
  }

  @Test
  void everythingWrongIsSaidAtOnceWithWhatToDo() {
    things.world.glue.deleteDatabase(delete -> delete.name(things.world.name));
    Map<String, Object> secret = things.world.secretJson();
    secret.remove("host");
    things.world.changeSecret(things.world.secret, secret);

    Ran ran = doctor("--lake", "s3://" + things.world.bucket + "-none");

    assertFailed(ran, 2, "Cannot call this environment well: wrong is lake, catalogue, secret;");
    assertThat(ran.out())
        .contains(
            "there is no bucket '" + things.world.bucket + "-none'", "-> create it, or correct")
        .containsPattern("  wrong +catalogue +Cannot .*" + things.world.name)
        .contains("Cannot use secret '" + things.world.secret + "': it lacks host")
        .contains("-> give it the keys engine, host, port, username, password and dbname")
        .containsPattern("  unknown +source +first the secret has to be well")
        .containsPattern("  unknown +rights +first the secret has to be well")
        .doesNotContain(things.world.password());
  }

  @Test
  void programsAreToldTheSame() {
    things.world.write("pipeline.toml", things.world.text("pipeline.toml") + "colour = 'red'\n");

    JsonNode document = Documents.of(things.lake("doctor", null, "--json"));

    assertThat(document.path("exit").asInt()).isEqualTo(2);
    List<String> states = new ArrayList<>();
    document
        .at("/result/checks")
        .forEach(
            check -> states.add(check.path("check").asText() + " " + check.path("state").asText()));
    assertThat(states)
        .containsExactly(
            "java ok",
            "spark ok",
            "disk ok",
            "credentials ok",
            "region ok",
            "pipeline wrong",
            "lake ok",
            "clock ok",
            "catalogue unknown",
            "secret unknown",
            "source unknown",
            "table unknown",
            "rights unknown");
    JsonNode wrong = document.at("/result/checks/5");
    assertThat(wrong.path("told").asText()).contains("colour is unknown");
    assertThat(wrong.path("what_to_do").asText())
        .isEqualTo("correct the folder and run the command again");
    assertThat(wrong.path("exit").asInt()).isEqualTo(2);
  }

  @Test
  void whatIsOnlyDownIsWorthAnotherTry() throws Exception {
    Map<String, Object> secret = things.world.secretJson();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      secret.put("port", free.getLocalPort());
    }
    things.world.changeSecret(things.world.secret, secret);

    Ran ran = things.lake("doctor", null);

    assertFailed(ran, 4, "Cannot call this environment well: wrong is source; do what is said");
    assertThat(ran.out()).contains("-> see that the database runs and is within reach");
  }

  @Test
  void aBucketThatCannotBeWrittenToIsNamed() {
    try (FaultyAws aws =
        new FaultyAws(
            things.world.awsEndpoint(),
            call -> call.startsWith("POST /") ? Answer.ACCESS_DENIED : Answer.RIGHT)) {
      things.world.useAws(aws.endpoint());
      Ran ran = things.lake("doctor", null);

      assertFailed(ran, 2, "wrong is lake;");
      assertThat(ran.out())
          .contains("Cannot write to bucket '" + things.world.bucket + "': access is denied")
          .contains("-> grant the role of this program the right to it");
      assertThat(aws.fired).hasPositiveValue();
    } finally {
      things.world.useAws(things.world.awsEndpoint());
    }
  }

  @Test
  void rightsAreLookedAtAsIngestNeedsThem() {
    things.world.write(
        "pipeline.toml",
        things.world.text("pipeline.toml").replace("[\"id\"] }", "[\"id\"], readers = 2 }"));
    assertThat(things.lake("doctor", null).out()).contains("may read and lock");

    String reader = "r" + things.world.name;
    things.world.sqlAsAdmin(
        "create user '" + reader + "'@'%' identified by '" + things.world.password() + "'",
        "grant select on " + things.world.name + ".* to '" + reader + "'@'%'");
    try {
      Map<String, Object> secret = things.world.secretJson();
      secret.put("username", reader);
      things.world.changeSecret(things.world.secret, secret);
      Ran alone = things.lake("doctor", null);
      assertDone(alone);
      assertThat(alone.out())
          .contains("may read, but not LOCK TABLES: one reader will read it alone");

      things.world.write(
          "pipeline.toml",
          things
              .world
              .text("pipeline.toml")
              .replace("readers = 2 }", "readers = 2, without-lock = \"refuse\" }"));
      Ran refused = things.lake("doctor", null);
      assertFailed(refused, 2, "wrong is rights;");
      assertThat(refused.out())
          .contains("Cannot lock source table 'things': the secret's user may not LOCK TABLES")
          .contains("-> grant the user the right to it, or set source.without-lock");
    } finally {
      things.world.sqlAsAdmin("drop user '" + reader + "'@'%'");
    }
  }

  @Test
  void withoutSparkAndCredentialsTheRestIsToldAllTheSame(@TempDir Path temporary) throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("alone"));
    Path none = folder.resolve("none");
    try (Program program =
        Program.withoutSparkOrKeys(
            folder,
            Map.of("spark.local.dir", none.toString(), "aws.disableEc2Metadata", "true"),
            "doctor",
            "--json",
            "--pipeline",
            things.world.folder.toString(),
            "--lake",
            things.world.lake)) {
      assertThat(program.exit()).as(program.err()).isEqualTo(2);
      JsonNode document = Documents.of(program.out());
      assertThat(document.path("sentence").asText())
          .isEqualTo(
              "Cannot call this environment well: wrong is spark, disk, credentials, region");
      assertThat(document.at("/result/checks/1/told").asText())
          .isEqualTo("Cannot check spark: Spark is not on the class path");
      assertThat(document.at("/result/checks/1/what_to_do").asText())
          .isEqualTo("start it by spark-submit");
      assertThat(document.at("/result/checks/2/told").asText())
          .isEqualTo("Cannot spill to '" + none + "': it is no folder that one can write to");
      assertThat(document.at("/result/checks/4/what_to_do").asText()).isEqualTo("set AWS_REGION");
      assertThat(document.at("/result/checks/5/state").asText()).isEqualTo("ok");
      assertThat(document.at("/result/checks/6/state").asText()).isEqualTo("unknown");
    }
  }

  @Test
  void aClockThatIsOffIsWrong() {
    assertThat(Machine.clock(Instant.now().plus(Duration.ofSeconds(3)))).startsWith("within ");
    Assertions.assertThatThrownBy(() -> Machine.clock(Instant.now().plus(Duration.ofMinutes(16))))
        .hasMessageContainingAll(
            "Cannot trust this machine's clock: it is ",
            " s behind S3's; set it, and let it follow");
    Assertions.assertThatThrownBy(() -> Machine.clock(Instant.now().minus(Duration.ofMinutes(2))))
        .hasMessageContaining(" s ahead of S3's");
  }

  private Ran doctor(String option, String value) {
    return things.world.daylake(
        "doctor", "--pipeline", things.world.folder.toString(), option, value);
  }
}
