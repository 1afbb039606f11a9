package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.CrimeRows;
import io.daylake.support.Environment;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product's own source.sql, fed with good and bad rows. */
class LoadTest {
  private static final Path PIPELINE = Path.of("../sql/chicago_crimes");
  private static final LocalDateTime UPDATED = LocalDateTime.of(2016, 2, 10, 8, 46, 55);

  private World world;

  @BeforeEach
  void makesAWorld(@TempDir Path temporary) throws IOException {
    world = new World(Environment.fromVariables(), temporary);
    world.write("source.sql", Files.readString(PIPELINE.resolve("source.sql")));
    world.write("curated.sql", "select 1 as one from raw");
    world.write(
        "pipeline.toml",
        Files.readString(PIPELINE.resolve("pipeline.toml"))
            .replace("daylake/chicago_crimes/reader", world.secret));
  }

  @AfterEach
  void closesTheWorld() {
    world.close();
  }

  @Test
  void stopsAtABadRowButLoadsTheGoodOnes() {
    Ran ran = load(cutOff(), "stop");

    assertFailed(
        ran,
        3,
        "Cannot go on with",
        "1 bad row(s) (line 5: the line is cut off: fewer than 22 fields), kept in crimes_rejects as load ",
        "the good rows are loaded: 3 new, 0 known",
        "--on-bad-rows keep");
    assertThat(ran.out()).contains("line 5: the line is cut off");
    assertThat(ran.outcome()).contains("\"exit\" : 3", "the line is cut off");
  }

  @Test
  void goesOnWithoutTheBadRowsIfToldTo() {
    Ran ran = load(cutOff(), "keep", "--on-bad-rows", "keep");

    assertDone(ran);
    assertThat(ran.out())
        .contains("3 rows new, 0 known, 1 rejected", "line 5: the line is cut off");
  }

  @Test
  void loadsAgainByKey() {
    assertDone(load(CrimeRows.of(7).csv(UPDATED), "one"));

    Ran ran = load(CrimeRows.of(9).csv(UPDATED.plusDays(1)), "two");

    assertThat(ran.out()).as("%s", ran).contains("2 rows new, 7 known, 0 rejected");
  }

  @Test
  void readsRowsAndFolderFromS3() {
    world.put("in/rows.csv", CrimeRows.of(7).csv(UPDATED));
    for (String file : new String[] {"pipeline.toml", "source.sql", "curated.sql"}) {
      world.put("sql/" + world.pipeline() + "/" + file, text(file));
    }

    Ran ran =
        world.daylake(
            "load",
            "--pipeline",
            world.lake + "/sql/" + world.pipeline(),
            "--rows",
            world.lake + "/in/rows.csv",
            "--lake",
            world.lake,
            "--run",
            "s3");

    assertDone(ran);
    assertThat(ran.out()).contains("7 rows new");
    assertThat(ran.outcome()).contains("\"pipeline\" : \"" + world.pipeline() + "\"");
  }

  @Test
  void saysThatTheRowsAreNotThere() {
    assertFailed(
        daylakeLoad("no/such.csv", "x"),
        2,
        "Cannot read rows 'no/such.csv'",
        "give a readable file");
    assertFailed(
        daylakeLoad(world.lake + "/no/such.csv", "x"),
        2,
        "Cannot read " + world.lake + "/no/such.csv: there is no such object");
  }

  @Test
  void saysThatTheUserMayNot() {
    String reader = "r" + world.name;
    world.sqlAsAdmin(
        "create user '" + reader + "'@'%' identified by 'pw'",
        "grant select on " + world.name + ".* to '" + reader + "'@'%'");
    Map<String, Object> json = world.secretJson();
    json.put("username", reader);
    json.put("password", "pw");
    world.secret(world.name + "/other", json);

    Ran ran = load(CrimeRows.of(3).csv(UPDATED), "x", "--secret", world.name + "/other");

    assertFailed(
        ran,
        2,
        "Cannot run statement 1 of source.sql: the secret's user may not",
        "grant the user the right");
    world.sqlAsAdmin("drop user '" + reader + "'@'%'");
  }

  @Test
  void saysWhichStatementIsWrong() {
    world.write("source.sql", "select 1;\nselect no_such;\n");

    assertFailed(
        load(CrimeRows.of(3).csv(UPDATED), "x"),
        2,
        "Cannot run statement 2 of source.sql: the server answers");
  }

  private String cutOff() {
    String csv = CrimeRows.of(4).csv(UPDATED);
    return csv.substring(0, csv.lastIndexOf("HZ") + 20);
  }

  private Ran load(String csv, String run, String... more) {
    world.write("../rows.csv", csv);
    return daylakeLoad(world.folder.resolve("../rows.csv").normalize().toString(), run, more);
  }

  private Ran daylakeLoad(String rows, String run, String... more) {
    java.util.List<String> arguments =
        new java.util.ArrayList<>(
            java.util.List.of(
                "load",
                "--pipeline",
                world.folder.toString(),
                "--rows",
                rows,
                "--lake",
                world.lake,
                "--run",
                run));
    arguments.addAll(java.util.List.of(more));
    return world.daylake(arguments.toArray(String[]::new));
  }

  private String text(String file) {
    try {
      return Files.readString(world.folder.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
