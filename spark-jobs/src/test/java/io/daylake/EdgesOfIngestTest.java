package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Catalogue;
import io.daylake.support.OwnDatabase;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tables at the edges of what a table can be, and a reader that dies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgesOfIngestTest {
  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private OwnDatabase server;
  private World world;
  private Catalogue catalogue;

  @BeforeAll
  void startsAServer(@TempDir Path temporary) {
    server = OwnDatabase.mariaDb(temporary.resolve("database"), "--max-allowed-packet=128M");
    world = new World(server.environment(), temporary);
    catalogue = new Catalogue(world);
    world.write("curated.sql", "select count(*) as many from raw;\n");
  }

  @AfterAll
  void stops() {
    if (world != null) {
      world.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void oneRowForTwoReaders() {
    world.sql(
        "create table single (id int primary key, a text)", "insert into single values (7, 'x')");

    assertDone(ingest("single", ""));
    assertThat(catalogue.rows("raw_single", today).collectAsList())
        .extracting(Row::mkString)
        .containsExactly("7x");
  }

  @Test
  void noRowForTwoReaders() {
    world.sql("create table nothing (id int primary key, a text)");

    assertDone(ingest("nothing", "may-be-empty = true"));
    assertThat(catalogue.rows("raw_nothing", today).count()).isZero();
  }

  @Test
  void aThousandColumns() {
    String columns =
        IntStream.range(0, 999)
            .mapToObj(i -> ", c" + i + (i % 3 == 0 ? " int" : i % 3 == 1 ? " date" : " varchar(4)"))
            .collect(Collectors.joining());
    String values =
        IntStream.range(0, 999)
            .mapToObj(i -> i % 3 == 0 ? ", " + i : i % 3 == 1 ? ", '2016-01-04'" : ", 't" + i + "'")
            .collect(Collectors.joining());
    world.sql(
        "create table wide (id int primary key" + columns + ")",
        "insert into wide values (1" + values + "), (2" + values + "), (3" + values + ")");

    assertDone(ingest("wide", ""));
    Row row = catalogue.rows("raw_wide", today).where("id = 3").first();
    assertThat(row.length()).isEqualTo(1000);
    assertThat(row.<Integer>getAs("c996")).isEqualTo(996);
    assertThat(row.<String>getAs("c998")).isEqualTo("t998");
  }

  @Test
  void valuesBeyondSixteenMegabytes() {
    world.sql(
        "create table huge (id int primary key, words longtext character set utf8mb4, bytes longblob)",
        "insert into huge values (1, repeat('é', 9000000), repeat(x'00ff', 10000000)),"
            + " (2, null, repeat('a', 17 * 1024 * 1024)), (3, '', x'')");

    assertDone(ingest("huge", ""));
    assertThat(
            catalogue
                .rows("raw_huge", today)
                .selectExpr("id", "length(words)", "length(bytes)", "right(words, 1)")
                .orderBy("id")
                .collectAsList())
        .extracting(Row::mkString)
        .containsExactly("1900000020000000é", "2null17825792null", "300");
  }

  @Test
  void aReaderThatDiesLeavesNothingPublished() {
    world.sql(
        "create table long_table (id int primary key, filling varchar(200))",
        "insert into long_table select seq, repeat('x', 200) from seq_1_to_400000");
    CompletableFuture<Void> killer = CompletableFuture.runAsync(this::killAReader);

    Ran ran = ingest("long_table", "");

    killer.join();
    assertFailed(ran, 4, "Cannot read", "source table 'long_table'", "run it again");
    assertThat(catalogue.everything()).doesNotContain("raw_long_table");
    assertThat(ran.outcome()).contains("\"exit\" : 4");
    assertDone(ingest("long_table", ""));
    assertThat(catalogue.rows("raw_long_table", today).count()).isEqualTo(400_000);
  }

  /** Of the connections that read, one; the others go on. */
  private void killAReader() {
    String kill =
        "begin not atomic declare reader bigint default null;"
            + " while reader is null do"
            + " set reader = (select min(id) from information_schema.processlist"
            + " where info like 'select `id`, `filling`%');"
            + " end while;"
            + " kill reader; end";
    world.sqlAsAdmin(kill);
  }

  private Ran ingest(String table, String ofRaw) {
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"
        [source]
        table = "%s"
        key = ["id"]
        readers = 2
        [raw]
        table = "raw_%s"
        %s
        [curated]
        table = "curated_%s"
        """
            .formatted(world.secret, world.name, table, table, ofRaw, table));
    return world.ingest(today, table + System.nanoTime());
  }
}
