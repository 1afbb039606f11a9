package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.World;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values at the edges of their types, from the source through the files to a reader. */
class TypesInTheLakeTest {
  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private World world;
  private Catalogue catalogue;

  @BeforeEach
  void makesAWorld(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    catalogue = new Catalogue(world);
    world.write("curated.sql", "select id from raw");
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"
        source = { table = "edges", key = ["ID", "part"] }
        raw = { table = "raw_edges" }
        curated = { table = "edges" }
        """
            .formatted(world.secret, world.name));
  }

  @AfterEach
  void closesTheWorld() {
    world.close();
  }

  @Test
  void everyValueArrivesAsItWas() {
    world.sql(
        """
        create table edges (
          Id bigint unsigned not null, part tinyint not null, flag tinyint(1), tiny_u tinyint unsigned,
          small_u smallint unsigned, medium mediumint, int_u int unsigned, exact decimal(38, 10), real4 float,
          real8 double, fixed char(5), words varchar(40) character set utf8mb4, kind enum('a', 'ü'),
          bag set('x', 'y'), doc json, born date, seen datetime(6), happened timestamp(6) null, made year,
          raw_bytes varbinary(4), primary key (part, Id))
        """,
        "set time_zone = '+00:00'",
        """
        insert into edges values
          (18446744073709551615, -128, 1, 255, 65535, -8388608, 4294967295,
           9999999999999999999999999999.9999999999, 1.5, 1e308, '0042', 'naïve, "酒" 🍶', 'ü', 'x,y',
           '{"a": 1}', '9999-12-31', '1000-01-01 00:00:00.000001', '2038-01-19 03:14:07.999999', 2155, x'00ff'),
          (0, 127, 0, 0, 0, 8388607, 0, -0.0000000001, -0.25, -1e-300, '', '', 'a', '', '[]', '1000-01-01',
           '2016-03-27 02:30:00', '1970-01-01 00:00:01', 1901, x''),
          (1, 0, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
           null, null)
        """);

    assertDone(world.ingest(today, "types"));

    List<Row> rows = catalogue.rows("raw_edges", today).orderBy("part").collectAsList();
    assertThat(values(rows.get(0)))
        .containsExactly(
            new BigDecimal("18446744073709551615"),
            (byte) -128,
            true,
            (short) 255,
            65535,
            -8388608,
            4294967295L,
            new BigDecimal("9999999999999999999999999999.9999999999"),
            1.5f,
            1e308,
            "0042",
            "naïve, \"酒\" 🍶",
            "ü",
            "x,y",
            "{\"a\": 1}",
            LocalDate.of(9999, 12, 31),
            LocalDateTime.of(1000, 1, 1, 0, 0, 0, 1000),
            Instant.parse("2038-01-19T03:14:07.999999Z"),
            2155,
            "00ff");
    assertThat(values(rows.get(1)))
        .startsWith(new BigDecimal("1"), (byte) 0)
        .endsWith(new Object[18]);
    assertThat(values(rows.get(2)))
        .containsExactly(
            new BigDecimal("0"),
            (byte) 127,
            false,
            (short) 0,
            0,
            8388607,
            0L,
            new BigDecimal("-1E-10"),
            -0.25f,
            -1e-300,
            "",
            "",
            "a",
            "",
            "[]",
            LocalDate.of(1000, 1, 1),
            LocalDateTime.of(2016, 3, 27, 2, 30),
            Instant.parse("1970-01-01T00:00:01Z"),
            1901,
            "");
    assertThat(catalogue.table("raw_edges").storageDescriptor().columns())
        .extracting(column -> column.name() + " " + column.type())
        .contains(
            "id decimal(20,0)",
            "flag boolean",
            "seen timestamp",
            "happened timestamp",
            "raw_bytes binary");
  }

  @Test
  void aZeroDateIsKeptApartFromNullAndCounted() {
    world.sql(
        "set sql_mode = ''",
        "create table edges (id int, part int, born date, primary key (id, part))",
        "insert into edges values (1, 1, '0000-00-00'), (2, 1, null), (3, 1, '2016-00-00')");

    assertDone(world.ingest(today, "zero"));

    assertThat(
            catalogue
                .rows("raw_edges", today)
                .orderBy("id")
                .selectExpr("cast(born as string)")
                .collectAsList())
        .extracting(row -> row.get(0))
        .containsExactly("-0001-12-31", null, "-2297-11-02");
    String receipt = world.keys(world.name + "/raw_edges/_receipts/zero-").get(0);
    assertThat(world.object(receipt)).contains("\"born\" : 2");
  }

  @Test
  void aKeyOfTwoColumnsTellsRowsApart() {
    world.sql(
        "create table edges (id int, part varchar(9), primary key (id, part))",
        "insert into edges values (1, 'a'), (1, 'b'), (2, 'a')");

    assertDone(world.ingest(today, "pairs"));
    assertThat(catalogue.rows("raw_edges", today).count()).isEqualTo(3);
  }

  @Test
  void anEmptyTableIsPublishedWhereItMayBeEmpty() {
    world.sql("create table edges (id int, part int, primary key (id, part))");
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"
        source = { table = "edges", key = ["id", "part"] }
        raw = { table = "raw_edges", may-be-empty = true }
        curated = { table = "edges", may-be-empty = true }
        """
            .formatted(world.secret, world.name));

    assertDone(world.ingest(today, "none"));
    assertDone(world.curate(today, "none"));
    assertThat(catalogue.rows("edges", today).count()).isZero();
  }

  /**
   * Instants come as java.sql.Timestamp or Instant, as the reader's session has it; bytes are shown
   * in hex.
   */
  private static Object[] values(Row row) {
    Object[] values = new Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = plain(row.get(i));
    }
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    } else if (value instanceof java.sql.Date date) {
      return date.toLocalDate();
    } else if (value instanceof byte[] bytes) {
      return java.util.HexFormat.of().formatHex(bytes);
    }
    return value;
  }
}
