package io.daylake;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Environment;
import io.daylake.support.Places;
import io.daylake.support.Planted;
import io.daylake.support.Program;
import io.daylake.support.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The password is searched for wherever a run leaves a byte, and wherever one can look meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsStayHiddenTest {
  private static final Planted PASSWORD =
      new Planted("p'\"`%;$ {Zq7kVernXw42}é☃🚓\\&=+/?#<", "Zq7kVernXw42");
  private static final Planted WRONG =
      new Planted("w'\"`%;$ {Wr0ngVernXw42}é☃🚓\\&=+/?#<", "Wr0ngVernXw42");

  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private World world;
  private Path folder;
  private Program wrong;

  @BeforeAll
  void plants(@TempDir Path temporary) {
    folder = temporary;
    world = new World(Environment.fromVariables(), temporary);
    world.write("curated.sql", "select count(*) as many from raw;\n");
    world.sql(
        "create table things (id int primary key, kind varchar(9))",
        "insert into things values (1, 'a'), (2, 'b'), (3, 'c')");
    String quoted = PASSWORD.secret().replace("\\", "\\\\").replace("'", "\\'");
    world.sqlAsAdmin("create user '" + world.name + "_odd'@'%' identified by '" + quoted + "'");
    world.sqlAsAdmin("grant all on " + world.name + ".* to '" + world.name + "_odd'@'%'");
    // it takes half a minute, in which the other tests run
    wrong = start("wrong", Map.of(), secret("wrong", Map.of("password", WRONG.secret())));
  }

  @AfterAll
  void stops() {
    wrong.close();
    world.sqlAsAdmin("drop user '" + world.name + "_odd'@'%'");
    world.close();
  }

  @Test
  void theSearchFindsEverySpelling() {
    PASSWORD
        .spellings()
        .forEach(
            (name, text) ->
                assertThat(PASSWORD.in(("x" + text + "y").getBytes(StandardCharsets.ISO_8859_1)))
                    .contains(name));
    byte[] base64 =
        java.util.Base64.getEncoder()
            .encode(("u:" + PASSWORD.secret()).getBytes(StandardCharsets.UTF_8));
    assertThat(PASSWORD.in(base64)).hasSize(1);
  }

  @Test
  void noByteOfARunHoldsIt() throws Exception {
    int port = freePort();
    Path events = Files.createDirectories(folder.resolve("events"));
    Map<String, String> spark = new TreeMap<>(Map.of("spark.ui.port", String.valueOf(port)));
    spark.putAll(
        Map.of(
            "spark.eventLog.enabled", "true",
            "spark.eventLog.compress", "false",
            "spark.eventLog.dir", events.toUri().toString()));
    try (Program program = start("good", spark, secret("good", Map.of()))) {
      Places places = new Places();
      while (program.process.isAlive()) {
        places.lookAt(program.process);
        places.lookAtUi("http://127.0.0.1:" + port);
      }
      assertThat(program.exit()).as(program.err()).isZero();
      assertThat(Documents.of(program.out()).at("/result/state").asText()).isEqualTo("published");
      places.lookAtWhatIsLeft(world, List.of(program.folder, world.folder, events));
      places.assertLookedAt("cmdline", "environ", "ui /environment", "ui /jobs", "ui page");
      places.assertLookedAt("events", "stderr", "_receipts", "_outcomes", ".parquet", "glue");
      places.assertHide(PASSWORD);
    }
  }

  @Test
  void noByteOfARunWithAWrongPasswordHoldsIt() throws Exception {
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err())
        .contains(
            "Cannot connect to the source: the server refuses user '"
                + world.name
                + "_odd' with the password of secret '"
                + world.name
                + "/wrong', which has not changed for 30 s; put the right user and password");
    left(wrong).assertHide(WRONG);
  }

  @Test
  void noByteOfARunThatCannotUseItHoldsIt() throws Exception {
    world.secret(world.name + "/cut", "{\"password\": \"" + PASSWORD.core());
    List<Program> programs =
        List.of(
            start("down", Map.of(), secret("down", Map.of("port", freePort()))),
            start("cut", Map.of(), world.name + "/cut"),
            start("host", Map.of(), secret("host", Map.of("host", PASSWORD.secret()))),
            start("port", Map.of(), secret("port", Map.of("port", PASSWORD.secret()))),
            start("engine", Map.of(), secret("engine", Map.of("engine", PASSWORD.secret()))));
    for (Program program : programs) {
      assertThat(program.exit()).as(program.err()).isIn(2, 4);
      assertThat(program.err()).contains("Cannot ");
      left(program).assertHide(PASSWORD);
    }
  }

  private Places left(Program program) throws IOException {
    Places places = new Places();
    places.lookAtWhatIsLeft(world, List.of(program.folder, world.folder));
    return places;
  }

  /** The odd user's secret with some values otherwise; returns its name. */
  private String secret(String name, Map<String, Object> values) {
    Map<String, Object> json = world.secretJson();
    json.putAll(Map.of("username", world.name + "_odd", "password", PASSWORD.secret()));
    json.putAll(values);
    world.secret(world.name + "/" + name, json);
    return world.name + "/" + name;
  }

  private Program start(String name, Map<String, String> spark, String secret) {
    Path pipeline = folder.resolve(name).resolve(world.pipeline());
    copyPipeline(pipeline, secret);
    Map<String, String> settings = new TreeMap<>(spark);
    settings.putAll(
        Map.of(
            "spark.master",
            "local[2]",
            "spark.local.dir",
            folder.resolve(name).toString(),
            "spark.hadoop.fs.s3.impl",
            "org.apache.hadoop.fs.s3a.S3AFileSystem",
            "spark.hadoop.fs.s3a.path.style.access",
            "true",
            "spark.hadoop.fs.s3a.endpoint",
            world.awsEndpoint(),
            "spark.sql.warehouse.dir",
            folder.resolve(name).resolve("warehouse").toString()));
    return Program.start(
        folder.resolve(name),
        world.awsEndpoint(),
        settings,
        "ingest",
        "--json",
        "--pipeline",
        pipeline.toString(),
        "--lake",
        world.lake,
        "--day",
        today,
        "--run",
        name);
  }

  private void copyPipeline(Path pipeline, String secret) {
    try {
      Files.createDirectories(pipeline);
      Files.writeString(pipeline.resolve("curated.sql"), "select count(*) as many from raw;\n");
      Files.writeString(
          pipeline.resolve("pipeline.toml"),
          """
          secret = "%s"
          database = "%s"
          [source]
          table = "things"
          key = ["id"]
          readers = 2
          [raw]
          table = "things_raw"
          [curated]
          table = "things"
          """
              .formatted(secret, world.name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
