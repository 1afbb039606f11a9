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
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What looks like a mistake and is none arrives as it is. Values at the edges of their types are
 * EveryTypeTest's, keys of all kinds RangesCoverKeysTest's, values of 16 MB EdgesOfIngestTest's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddButRightTest {
  /**
   * A table {@code odd}, and what its rows are in the lake.
   *
   * @param selected columns as Spark selects them
   */
  private record Odd(String name, List<String> sql, List<String> selected, List<String> rows) {
    @Override
    public String toString() {
      return name;
    }
  }

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

  static List<Odd> tables() {
    return List.of(
        new Odd(
            "columns named by reserved words",
            List.of(
                "create table odd (id int primary key, `select` int, `from` text, `order` date,"
                    + " `table` int, `null` int, `group` int, `true` int)",
                "insert into odd values (1, 2, 'x', '2016-01-04', 3, 4, 5, 6)"),
            List.of(
                "id", "`select`", "`from`", "`order`", "`table`", "`null`", "`group`", "`true`"),
            List.of("1,2,x,2016-01-04,3,4,5,6")),
        new Odd(
            "names in capitals, with digits first, as long as they can be",
            List.of(
                "create table odd (ID int primary key, CamelCase int, `1st` int, _ int, "
                    + "c".repeat(64)
                    + " int)",
                "insert into odd values (1, 2, 3, 4, 5)"),
            List.of("id", "camelcase", "`1st`", "_", "c".repeat(64)),
            List.of("1,2,3,4,5")),
        new Odd(
            "generated and invisible columns",
            List.of(
                "create table odd (id int primary key, twice int generated always as (id * 2) stored,"
                    + " thrice int generated always as (id * 3) virtual,"
                    + " hidden varchar(9) invisible default 'seen')",
                "insert into odd (id) values (1), (2)"),
            List.of("id", "twice", "thrice", "hidden"),
            List.of("1,2,3,seen", "2,4,6,seen")),
        new Odd(
            "empty against NULL",
            List.of(
                "create table odd (id int primary key, a varchar(9), b text, c blob, e char(3))",
                "insert into odd values (1, '', '', '', ''), (2, null, null, null, null),"
                    + " (3, ' ', '\\0', x'00', 'NUL')"),
            List.of("id", "a is null", "length(a)", "length(b)", "length(c)", "e"),
            List.of("1,false,0,0,0,", "2,true,null,null,null,null", "3,false,1,1,1,NUL")),
        new Odd(
            "bytes that are no UTF-8, in a column that is not",
            List.of(
                "create table odd (id int primary key, a varchar(9) character set latin1,"
                    + " b varbinary(9), c varchar(9) character set utf8mb4)",
                "insert into odd values (1, x'e980ff', x'e980ff', x'f09f9a93f09f9a92')"),
            List.of("id", "a", "hex(b)", "c"),
            List.of("1,é€ÿ,E980FF,🚓🚒")),
        new Odd(
            "parts of a table",
            List.of(
                "create table odd (id int primary key, a int) partition by hash (id) partitions 3",
                "insert into odd values (1, 7), (2, 8), (3, 9)"),
            List.of("id", "a"),
            List.of("1,7", "2,8", "3,9")),
        new Odd(
            "a view of two tables",
            List.of(
                "create table one (id int primary key, a varchar(9))",
                "create table other (id int primary key, b int)",
                "insert into one values (1, 'x'), (2, 'y')",
                "insert into other values (1, 10), (2, 20)",
                "create view odd as select one.id, a, b from one join other on other.id = one.id"),
            List.of("id", "a", "b"),
            List.of("1,x,10", "2,y,20")),
        new Odd(
            "nothing but a key",
            List.of("create table odd (id int primary key)", "insert into odd values (1), (2)"),
            List.of("id"),
            List.of("1", "2")));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void arrives(Odd odd) {
    world.sql("drop view if exists odd", "drop table if exists odd");
    world.sql(odd.sql().toArray(String[]::new));

    assertThat(ingested("odd", odd.selected())).isEqualTo(odd.rows());
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
