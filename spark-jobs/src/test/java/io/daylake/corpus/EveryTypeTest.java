package io.daylake.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.source.Database;
import io.daylake.source.FileChecksums;
import io.daylake.source.Limits;
import io.daylake.source.Snapshot;
import io.daylake.source.SourceTable;
import io.daylake.source.SourceTables;
import io.daylake.support.OwnDatabase;
import io.daylake.support.TestSpark;
import io.daylake.support.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every value of the corpus from the server into a file, read again by Spark and by DuckDB,
 * whatever the time zones of server, JVM and Spark. Subclasses say which server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EveryTypeTest {
  private static final Limits LIMITS = new Limits(2, true, 60, true);

  private static final String GENERATED =
      ", kept int generated always as (id * 2 + 1) stored,"
          + " derived varchar(20) generated always as (concat('n', id)) virtual)"
          + " character set utf8mb4";

  private final TimeZone zone = TimeZone.getDefault();
  private List<Corpus.Column> columns;
  private int rows;
  private World world;
  private SourceTable table;
  private Path folder;

  abstract String server();

  /** Runs until it is closed; asked once. */
  abstract OwnDatabase start(Path folder);

  private OwnDatabase database;

  @BeforeAll
  void fillsATableWithTheCorpus(@TempDir Path temporary) {
    folder = temporary;
    columns = Corpus.columns(server());
    rows = columns.stream().mapToInt(column -> column.values().size()).max().orElseThrow();
    database = start(temporary.resolve("database"));
    world = new World(database.environment(), temporary);
    List<String> sql = new ArrayList<>();
    sql.add("set time_zone = '+00:00'");
    sql.add("set names utf8mb4");
    sql.add("set sql_mode = 'ALLOW_INVALID_DATES'");
    sql.add(
        IntStream.range(0, columns.size())
            .mapToObj(i -> "c" + i + " " + columns.get(i).type())
            .collect(
                Collectors.joining(", ", "create table corpus (id int primary key, ", GENERATED)));
    IntStream.range(0, rows).mapToObj(this::insert).forEach(sql::add);
    world.sql(sql.toArray(String[]::new));
    table =
        SourceTables.read(
            new Database(world.secret), "corpus", List.of("id"), new Limits(1, true, 60, true));
  }

  @AfterAll
  void stops() {
    if (world != null) {
      world.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @AfterEach
  void givesTheZoneBack() {
    TimeZone.setDefault(zone);
  }

  @ParameterizedTest
  @CsvSource({
    "+00:00, UTC, UTC",
    "+05:30, America/New_York, Asia/Kathmandu",
    "-08:00, Australia/Lord_Howe, Europe/Berlin"
  })
  void everyValueArrivesAsItWas(String ofServer, String ofJvm, String ofSpark)
      throws IOException, SQLException {
    world.sqlAsAdmin("set global time_zone = '" + ofServer + "'");
    TimeZone.setDefault(TimeZone.getTimeZone(ofJvm));
    SparkSession spark = TestSpark.session().newSession();
    spark.conf().set("spark.sql.session.timeZone", ofSpark);

    List<String> files = read(spark);

    Map<String, String> wrong = new TreeMap<>();
    compare("Spark", bySpark(spark, files), wrong);
    compare("DuckDB", byDuckDb(files), wrong);
    assertThat(
            spark
                .read()
                .parquet(files.toArray(String[]::new))
                .where("kept = id * 2 + 1 and derived = concat('n', id)")
                .count())
        .as("generated columns")
        .isEqualTo(rows);
    assertThat(wrong).isEmpty();
  }

  /**
   * Both prove nothing where the server and the files agree only by chance: see PlantedBugsTest.
   */
  @Test
  void datesThatNoCalendarHasAreCounted() throws IOException {
    List<String> files = read(TestSpark.session());

    Map<String, Long> found =
        new FileChecksums(TestSpark.session(), table, files).compute().impossibleDates();
    for (int i = 0; i < columns.size(); i++) {
      Corpus.Column column = columns.get(i);
      long expected =
          IntStream.range(0, rows)
              .mapToObj(row -> String.valueOf(column.value(row).shown()))
              .filter(shown -> shown.startsWith("impossible"))
              .count();
      assertThat(found.getOrDefault("c" + i, 0L)).as(column.type()).isEqualTo(expected);
    }
  }

  private List<String> read(SparkSession spark) throws IOException {
    Path target = Files.createTempDirectory(folder, "read");
    try (Snapshot snapshot = Snapshot.of(spark, new Database(world.secret), table, LIMITS)) {
      List<String> selects = snapshot.plan().selects(table);
      assertThat(selects).hasSize(2);
      Snapshot.Taken taken = snapshot.read(selects, target.toUri().toString());
      List<String> files;
      try (Stream<Path> written = Files.list(target)) {
        files =
            written
                .filter(file -> file.toString().endsWith(".parquet"))
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .map(file -> file.toUri().toString())
                .sorted()
                .toList();
      }
      FileChecksums of = new FileChecksums(spark, table, files);
      FileChecksums.Found found = of.compute();
      assertThat(taken.checksums().differences(found.checksums()))
          .as("the server's checksums, %s", types())
          .isEmpty();
      return files;
    }
  }

  private Map<Integer, List<Object>> bySpark(SparkSession spark, List<String> files) {
    Map<Integer, List<Object>> found = new TreeMap<>();
    String[] selected =
        IntStream.range(-1, columns.size())
            .mapToObj(i -> i < 0 ? "id" : Shown.sql(columns.get(i), "c" + i, true))
            .toArray(String[]::new);
    SparkSession utc = spark.newSession();
    // where a wall clock's time is shown as an instant, only to compare numbers
    utc.conf().set("spark.sql.session.timeZone", "UTC");
    for (Row row :
        utc.read().parquet(files.toArray(String[]::new)).selectExpr(selected).collectAsList()) {
      List<Object> values = new ArrayList<>();
      for (int i = 1; i < row.length(); i++) {
        values.add(row.get(i));
      }
      found.put(row.getInt(0), values);
    }
    return found;
  }

  private Map<Integer, List<Object>> byDuckDb(List<String> files) throws SQLException {
    Map<Integer, List<Object>> found = new TreeMap<>();
    String selected =
        IntStream.range(0, columns.size())
            .mapToObj(i -> Shown.sql(columns.get(i), "c" + i, false))
            .collect(Collectors.joining(", "));
    String from =
        files.stream()
            .map(file -> "'" + Path.of(java.net.URI.create(file)) + "'")
            .collect(Collectors.joining(", "));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select id, " + selected + " from read_parquet([" + from + "])")) {
      while (rows.next()) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          values.add(rows.getObject(i + 2));
        }
        found.put(rows.getInt(1), values);
      }
    }
    return found;
  }

  private void compare(String engine, Map<Integer, List<Object>> found, Map<String, String> wrong) {
    assertThat(found).hasSize(rows);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns.size(); i++) {
        Corpus.Column column = columns.get(i);
        Corpus.Value value = column.value(row);
        String shown = Shown.of(column, found.get(row).get(i));
        String expected = Shown.expected(column, value.shown());
        if (!java.util.Objects.equals(shown, expected)) {
          wrong.put(engine + ": " + column.type() + " " + value.sql(), shown + ", not " + expected);
        }
      }
    }
  }

  private String insert(int row) {
    return columns.stream()
        .map(column -> column.value(row).sql())
        .collect(
            Collectors.joining(
                ", ", "insert into corpus values (" + row + ", ", ", default, default)"));
  }

  private String types() {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> "c" + i + " " + columns.get(i).type())
        .toList()
        .toString();
  }
}
