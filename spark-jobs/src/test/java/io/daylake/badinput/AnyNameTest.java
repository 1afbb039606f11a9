package io.daylake.badinput;

import static io.daylake.support.Failures.assertDone;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table, a database and a user are read whatever their names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnyNameTest {
  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private World world;
  private Catalogue catalogue;
  private int runs;

  @BeforeAll
  void makesAWorld(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    catalogue = new Catalogue(world);
    world.write("curated.sql", "select count(*) as many from raw;\n");
  }

  @AfterAll
  void closesTheWorld() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x`; drop table canary; -- ",
        "a.b 'so' \"or\" so;",
        "../${a}/$(b) %s%n\\",
        "\u202e日\n本"
      })
  void aTableOfAnyNameIsReadByTwo(String hostile) {
    String name = hostile.strip();
    String quoted = "`" + name.replace("`", "``") + "`";
    world.sql(
        "create or replace table canary (id int primary key)",
        "create or replace table " + quoted + " (id int primary key, a int)",
        "insert into " + quoted + " values (1, 7), (2, 8)");

    assertThat(ingested(name, List.of("id", "a"))).containsExactly("1,7", "2,8");
    assertThat(world.rows("select count(*) from canary")).containsExactly(List.of("0"));
    world.sql("drop table " + quoted);
  }

  @Test
  void aDatabaseAndAUserOfAnyName() {
    String database = world.name + " `;?a=b#%s/c";
    String user = world.name + "'\"@\\";
    String quotedUser = "'" + user.replace("\\", "\\\\").replace("'", "\\'") + "'@'%'";
    String quoted = "`" + database.replace("`", "``") + "`";
    world.sqlAsAdmin(
        "create database " + quoted,
        "create user " + quotedUser + " identified by 'pw'",
        "grant all on " + quoted.replace("_", "\\_").replace("%", "\\%") + ".* to " + quotedUser,
        "create table " + quoted + ".odd (id int primary key)");
    try {
      Map<String, Object> json = world.secretJson();
      json.putAll(Map.of("dbname", database, "username", user, "password", "pw"));
      world.secret(world.name + "/any", json);
      toml("odd", world.name + "/any");

      Ran ran = world.daylake("plan", "--pipeline", world.folder.toString());

      assertDone(ran);
      assertThat(ran.out()).contains("table    odd on ");
    } finally {
      world.sqlAsAdmin("drop database " + quoted, "drop user " + quotedUser);
    }
  }

  private List<String> ingested(String table, List<String> selected) {
    toml(table, world.secret);
    String raw = "raw_" + runs;
    Ran ran = world.ingest(today, "run-" + runs);
    assertDone(ran);
    assertThat(ran.out()).as("%s", ran).doesNotContainPattern("[\\p{Cntrl}&&[^\n]]|\u202e");
    return catalogue
        .rows(raw, today)
        .orderBy("id")
        .selectExpr(selected.toArray(String[]::new))
        .collectAsList()
        .stream()
        .map(row -> ((Row) row).mkString(","))
        .toList();
  }

  private void toml(String table, String secret) {
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"
        [source]
        table = %s
        key = ["id"]
        readers = 2
        [raw]
        table = "raw_%d"
        [curated]
        table = "curated"
        """
            .formatted(secret, world.name, Hostile.toml(table), ++runs));
  }
}
