package io.daylake;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.Planted;
import io.daylake.support.Program;
import io.daylake.support.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
  private final HttpClient client = HttpClient.newHttpClient();
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
    Map<String, String> spark = new TreeMap<>(Map.of("spark.ui.port", String.valueOf(port)));
    spark.putAll(
        Map.of(
            "spark.eventLog.enabled", "true",
            "spark.eventLog.compress", "false",
            "spark.eventLog.dir",
                Files.createDirectories(folder.resolve("events")).toUri().toString()));
    try (Program program = start("good", spark, secret("good", Map.of()))) {
      Map<String, byte[]> places = new ConcurrentHashMap<>();
      while (program.process.isAlive()) {
        look(program.process, places);
        lookAtUi("http://127.0.0.1:" + port, places);
      }
      assertThat(program.exit()).as(program.err()).isZero();
      assertThat(places)
          .containsKeys("cmdline", "environ", "ui /environment", "ui /jobs", "ui /executors");
      places.putAll(left(program));
      assertThat(places.keySet()).anyMatch(place -> place.contains("events"));
      assertThat(places.keySet()).anyMatch(place -> place.endsWith(".parquet"));
      assertHidden(PASSWORD, places);
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
    assertHidden(WRONG, left(wrong));
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
      assertHidden(PASSWORD, left(program));
    }
  }

  private static void assertHidden(Planted secret, Map<String, byte[]> places) {
    Map<String, List<String>> found = new TreeMap<>();
    places.forEach(
        (place, bytes) -> {
          List<String> spellings = secret.in(bytes);
          if (!spellings.isEmpty()) {
            found.put(place, spellings);
          }
        });
    assertThat(found).isEmpty();
  }

  /** What others on the machine see of a process. */
  private static void look(Process process, Map<String, byte[]> places) {
    for (String what : List.of("cmdline", "environ")) {
      try {
        byte[] seen = Files.readAllBytes(Path.of("/proc", process.pid() + "", what));
        if (seen.length > 0) {
          places.put(what, seen);
        }
      } catch (IOException e) {
        // it has ended
      }
    }
  }

  private void lookAtUi(String ui, Map<String, byte[]> places) throws InterruptedException {
    try {
      String applications = new String(answer(ui + "/api/v1/applications"), StandardCharsets.UTF_8);
      if (!applications.contains("\"id\" : \"")) {
        return;
      }
      String id = applications.split("\"id\" : \"", 2)[1].split("\"", 2)[0];
      String application = ui + "/api/v1/applications/" + id;
      for (String page : List.of("/environment", "/jobs", "/stages", "/executors", "/sql")) {
        places.merge("ui " + page, answer(application + page), (old, now) -> now);
      }
      places.put("ui page", answer(ui + "/environment/"));
    } catch (IOException e) {
      Thread.sleep(50);
    }
  }

  private byte[] answer(String uri) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofByteArray())
        .body();
  }

  /** What is left when a run has ended: files, objects, what the catalogue says. */
  private Map<String, byte[]> left(Program program) throws IOException {
    Map<String, byte[]> places = new TreeMap<>();
    for (Path of : List.of(program.folder, folder.resolve("events"), world.folder)) {
      if (Files.isDirectory(of)) {
        try (Stream<Path> files = Files.walk(of)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            places.put(file.toString(), Files.readAllBytes(file));
          }
        }
      }
    }
    for (String key : world.keys("")) {
      places.put("s3 " + key, world.bytes(key).getBytes(StandardCharsets.ISO_8859_1));
    }
    places.put("glue", new Catalogue(world).everything().getBytes(StandardCharsets.UTF_8));
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
