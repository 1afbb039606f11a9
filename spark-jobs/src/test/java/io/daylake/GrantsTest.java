package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;

import io.daylake.support.CrimeRows;
import io.daylake.support.Environment;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product's own grants are enough for its commands; the rotation function executes them. */
class GrantsTest {
  private static final Path PIPELINE = Path.of("../sql/chicago_crimes");
  private static final LocalDateTime UPDATED = LocalDateTime.of(2016, 2, 10, 8, 46, 55);

  private World world;

  @BeforeEach
  void makesAWorldWithUsersAsTheProductGrantsThem(@TempDir Path temporary) throws IOException {
    world = new World(Environment.fromVariables(), temporary);
    for (String file : List.of("source.sql", "curated.sql")) {
      world.write(file, Files.readString(PIPELINE.resolve(file)));
    }
    world.write(
        "pipeline.toml",
        Files.readString(PIPELINE.resolve("pipeline.toml"))
            .replace("daylake/chicago_crimes/reader", secretOf("reader"))
            .replace("crime_data", world.name));
    for (String who : List.of("reader", "loader")) {
      String grants = Files.readString(PIPELINE.resolve("grants").resolve(who + ".sql"));
      // a folder with grants is still a pipeline's folder
      world.write("grants/" + who + ".sql", grants);
      makeUser(who, grants);
    }
  }

  @AfterEach
  void closesTheWorld() {
    world.sqlAsAdmin("drop user " + account("reader"), "drop user " + account("loader"));
    world.close();
  }

  @Test
  void theLoaderLoadsTwiceAndTheReaderIngests() {
    assertDone(load("loader", "first"));
    assertDone(load("loader", "again"));

    assertDone(world.ingest(LocalDate.now(ZoneOffset.UTC).toString(), "day"));
  }

  @Test
  void theReaderMayNotLoad() {
    assertFailed(load("reader", "first"), 2, "the secret's user may not");
  }

  private void makeUser(String who, String grants) {
    world.sqlAsAdmin("create user " + account(who) + " identified by 'pw'");
    String text =
        grants
            .replaceAll("--.*", "")
            .replace(":database", "`" + world.name + "`")
            .replace(":user", account(who));
    for (String grant : text.split(";", -1)) {
      if (!grant.isBlank()) {
        world.sqlAsAdmin(grant);
      }
    }
    Map<String, Object> json = world.secretJson();
    json.put("username", world.name + "_" + who);
    json.put("password", "pw");
    world.secret(secretOf(who), json);
  }

  private String account(String who) {
    return "'" + world.name + "_" + who + "'@'%'";
  }

  private String secretOf(String who) {
    return world.name + "/grants/" + who;
  }

  private Ran load(String who, String run) {
    world.put("in/rows.csv", CrimeRows.of(3).csv(UPDATED));
    return world.daylake(
        "load",
        "--pipeline",
        world.folder.toString(),
        "--rows",
        world.lake + "/in/rows.csv",
        "--secret",
        secretOf(who),
        "--lake",
        world.lake,
        "--run",
        run);
  }
}
