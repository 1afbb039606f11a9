package io.daylake.badinput;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * A pipeline whose yesterday is published, for all tests of this package: whatever is wrong today,
 * yesterday is served unchanged.
 */
final class Yesterday implements CloseableResource {
  final World world;
  final Catalogue catalogue;
  final String today = LocalDate.now(ZoneOffset.UTC).toString();
  final String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
  private String published;
  private int runs;

  Yesterday() {
    world = new World(Environment.fromVariables(), temporary());
    catalogue = new Catalogue(world);
    repair();
    assertDone(world.ingest(yesterday, "good"));
    assertDone(world.curate(yesterday, "good"));
    published = catalogue.everything();
    assertThat(published).contains("things_raw " + yesterday, "things_latest");
  }

  /** Folder, source and AWS as they are when nothing is wrong. */
  void repair() {
    world.useAws(world.awsEndpoint());
    world.write("pipeline.toml", toml());
    world.write("curated.sql", "select kind, count(*) as things from raw group by kind;\n");
    world.write("checks/raw_kind_is_known.sql", "select id, kind from raw where kind is null\n");
    world.write("checks/curated_counts.sql", "select kind from curated where things < 1\n");
    world.sql(
        "drop view if exists things",
        "drop table if exists things",
        "create table things (id int primary key, kind varchar(9))",
        "insert into things values (1, 'a'), (2, 'a')");
  }

  void check(Case wrong) {
    repair();
    wrong.breaks().accept(this);

    Ran ran = wrong.run().apply(this);

    String[] sentence =
        wrong.sentence().stream()
            .map(piece -> piece.replace("{name}", world.name))
            .toArray(String[]::new);
    assertFailed(ran, wrong.exit(), sentence);
    assertThat(ran.err()).as("%s", ran).containsSubsequence(sentence);
    assertToldInLines(ran);
    nothingPublishedHasChanged();
  }

  /** One line on stderr, and in none of all lines what acts on a terminal or hides in a log. */
  static void assertToldInLines(Ran ran) {
    assertThat(ran.err().lines().filter(line -> !line.contains("no outcome object")))
        .as("%s", ran)
        .hasSize(1);
    assertThat((ran.out() + ran.err()).replace("\n", ""))
        .as("%s", ran)
        .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");
  }

  void nothingPublishedHasChanged() {
    String now = catalogue.everything();
    String before = published;
    // one that did change it fails alone, and not all that come after it
    published = now;
    assertThat(now).isEqualTo(before);
  }

  void isStillServed() {
    assertThat(catalogue.rows("things_raw", yesterday).count()).isEqualTo(2);
    assertThat(catalogue.at(catalogue.latest("things")).count()).isOne();
  }

  /** A file of the pipeline in another encoding. */
  void write(String path, Charset charset, String text) {
    try {
      Files.write(world.folder.resolve(path), text.getBytes(charset));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ran ingest() {
    return world.ingest(today, run());
  }

  /** With one of the options otherwise. */
  Ran ingestWith(String option, String value) {
    return with(option, value, "ingest", "--day", today);
  }

  Ran loadWith(String option, String value) {
    return with(
        option, value, "load", "--rows", "none.csv", "--secret", "none", "--on-bad-rows", "stop");
  }

  private Ran with(String option, String value, String... command) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(
        List.of("--pipeline", world.folder.toString(), "--lake", world.lake, "--run", run()));
    line.set(line.indexOf(option) + 1, value);
    return world.daylake(line.toArray(String[]::new));
  }

  Ran curate() {
    return world.curate(yesterday, run());
  }

  String run() {
    return "run-" + ++runs;
  }

  /** A secret of this text, named in the pipeline's file. */
  void secret(String text) {
    String id = world.name + "/" + run();
    world.secret(id, text);
    world.write("pipeline.toml", toml().replace(world.secret, id));
  }

  /** The good secret with one value replaced; null: without it. */
  void secretWith(String key, Object value) {
    Map<String, Object> json = world.secretJson();
    json.remove(key);
    if (value != null) {
      json.put(key, value);
    }
    String id = world.name + "/" + run();
    world.secret(id, json);
    world.write("pipeline.toml", toml().replace(world.secret, id));
  }

  /** The secret that the pipeline's file names at present. */
  String secretOf() {
    return world.text("pipeline.toml").lines().findFirst().orElseThrow().split("\"", -1)[1];
  }

  /** Another user: what ALTER USER says of it, and what it may do in the schema. */
  void stranger(String state, String right) {
    String user = "'" + world.name + "_other'@'%'";
    world.sqlAsAdmin(
        "drop user if exists " + user,
        "create user " + user + " identified by '" + world.password() + "' " + state,
        "grant " + right + " on " + (right.equals("usage") ? "*" : world.name) + ".* to " + user);
    secretWith("username", world.name + "_other");
  }

  String toml() {
    return """
        secret = "%s"
        database = "%s"
        [source]
        table = "things"
        key = ["id"]
        [raw]
        table = "Things_raw"
        [curated]
        table = "Things"
        """
        .formatted(world.secret, world.name);
  }

  @Override
  public void close() {
    world.sqlAsAdmin("drop user if exists '" + world.name + "_other'@'%'");
    world.close();
  }

  private static Path temporary() {
    try {
      return Files.createDirectories(Path.of("target", "bad-input")).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
