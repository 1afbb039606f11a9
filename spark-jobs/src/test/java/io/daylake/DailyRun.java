package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Catalogue;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product's first pipeline on rows like the City's, told as one story in order: load, ingest,
 * curate, the same day again, the next day. Subclasses say on which AWS and which database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class DailyRun {
  private static final String RAW = "crimes_2001_to_present";
  private static final String CURATED = "crime_type_details";
  private static final Path PIPELINE = Path.of("../sql/chicago_crimes");

  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private final String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
  private final CrimeRows rows = CrimeRows.of(42);
  private final CrimeRows changed = rows.arresting(List.of(10_000_001L, 10_000_002L));
  private World world;
  private Catalogue catalogue;
  private String firstLocation;

  abstract Environment environment();

  @BeforeAll
  void makesAWorldWithTheProductsPipeline(@TempDir Path temporary) throws IOException {
    world = new World(environment(), temporary);
    catalogue = new Catalogue(world);
    try (Stream<Path> files = Files.walk(PIPELINE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        world.write(PIPELINE.relativize(file).toString(), Files.readString(file));
      }
    }
    String toml = Files.readString(PIPELINE.resolve("pipeline.toml"));
    world.write(
        "pipeline.toml",
        toml.replace("daylake/chicago_crimes/reader", world.secret)
            .replace("crime_data", world.name));
  }

  @AfterAll
  void closesItsWorld() {
    if (world != null) {
      world.close();
    }
  }

  @Test
  @Order(1)
  void loadsTheRowsOfAFile() {
    Ran ran = load(rows.csv(LocalDateTime.of(2016, 2, 10, 8, 46, 55)), "first");

    assertDone(ran);
    assertThat(ran.out()).contains("crimes: 42 rows new, 0 known, 0 rejected");
    assertThat(ran.err()).contains("daylake load: loaded ").contains("42 rows new");
    assertThat(ran.outcome()).contains("\"command\" : \"load\"", "\"exit\" : 0", "\"day\" : null");
  }

  @Test
  @Order(2)
  void ingestPublishesExactlyTheSource() {
    Ran ran = world.ingest(yesterday, "first");

    assertDone(ran);
    assertThat(ran.err())
        .contains("daylake ingest: published 42 rows of crimes as " + RAW + " of " + yesterday);
    assertThat(catalogue.days(RAW)).containsOnlyKeys(yesterday);
    firstLocation = catalogue.days(RAW).get(yesterday);
    assertThat(catalogue.latest(RAW)).isEqualTo(firstLocation);
    assertThat(crimes(catalogue.rows(RAW, yesterday))).isEqualTo(rows.crimes());
    assertThat(catalogue.table(RAW + "_latest").parameters())
        .containsEntry("daylake.day", yesterday);
  }

  @Test
  @Order(3)
  void theReceiptTellsWhatWasDone() {
    String key = firstLocation.substring(firstLocation.indexOf("/run=") + 5).replace("/", ".json");
    String receipt = world.object(world.name + "/" + RAW + "/_receipts/" + key);

    assertThat(receipt)
        .contains(
            "\"stage\" : \"raw\"",
            "\"state\" : \"published\"",
            "\"late\" : false",
            "\"source_rows\" : 42",
            "\"file_rows\" : 42",
            "\"rows\" : 42",
            "\"snapshot_at\" : \"" + LocalDate.now(ZoneOffset.UTC).getYear(),
            "\"source_type\" : \"varchar(16)\"",
            "\"schema_fingerprint\" : \"",
            "\"name\" : \"raw_case_number_is_present\"",
            "\"to\" : \"" + firstLocation + "\"",
            "\"name\" : \"publish\"",
            "\"server\" : \"");
  }

  @Test
  @Order(4)
  void curateCountsTheCrimesWithoutAnArrest() {
    Ran ran = world.curate(yesterday, "first");

    assertDone(ran);
    assertThat(crimesWithoutArrest(yesterday)).isEqualTo(expectedWithoutArrest(rows));
    assertThat(catalogue.latest(CURATED)).isEqualTo(catalogue.days(CURATED).get(yesterday));
  }

  @Test
  @Order(5)
  void theSameDayAgainMovesThePointerAndKeepsTheOldFiles() {
    assertDone(world.ingest(yesterday, "again"));
    assertDone(world.curate(yesterday, "again"));

    assertThat(catalogue.days(RAW)).containsOnlyKeys(yesterday);
    assertThat(catalogue.days(RAW).get(yesterday))
        .contains("/run=again-")
        .isEqualTo(catalogue.latest(RAW));
    assertThat(crimes(catalogue.rows(RAW, yesterday))).isEqualTo(rows.crimes());
    assertThat(crimes(catalogue.at(firstLocation))).isEqualTo(rows.crimes());
    assertThat(crimesWithoutArrest(yesterday)).isEqualTo(expectedWithoutArrest(rows));
  }

  @Test
  @Order(6)
  void theNextDayHasTheChangedRowsAndTheDayBeforeKeepsItsOwn() {
    Ran load = load(changed.csv(LocalDateTime.of(2016, 3, 1, 0, 0, 0)), "next");
    assertThat(load.out()).as("%s", load).contains("0 rows new, 42 known, 0 rejected");
    assertDone(world.ingest(today, "next"));
    assertDone(world.curate(today, "next"));

    assertThat(catalogue.days(RAW)).containsOnlyKeys(yesterday, today);
    assertThat(catalogue.latest(RAW)).isEqualTo(catalogue.days(RAW).get(today));
    assertThat(crimes(catalogue.rows(RAW, today))).isEqualTo(changed.crimes());
    assertThat(crimes(catalogue.rows(RAW, yesterday))).isEqualTo(rows.crimes());
    assertThat(crimesWithoutArrest(today)).isEqualTo(expectedWithoutArrest(changed));
    assertThat(crimesWithoutArrest(yesterday)).isEqualTo(expectedWithoutArrest(rows));
  }

  @Test
  @Order(7)
  void aLateDayGetsItsPartitionAndLatestStays() {
    Ran ran = world.ingest("2016-01-04", "late", "--late");

    assertDone(ran);
    assertThat(ran.out()).contains("latest: stays at " + catalogue.days(RAW).get(today));
    assertThat(catalogue.days(RAW)).containsOnlyKeys("2016-01-04", yesterday, today);
    assertThat(catalogue.latest(RAW)).isEqualTo(catalogue.days(RAW).get(today));
    assertThat(world.object(receiptIn(ran))).contains("\"late\" : true");
  }

  @Test
  @Order(8)
  void aRerunCompletesAMissingLatest() {
    world.glue.deleteTable(delete -> delete.databaseName(world.name).name(CURATED + "_latest"));

    assertDone(world.curate(today, "completing"));

    assertThat(catalogue.latest(CURATED)).isEqualTo(catalogue.days(CURATED).get(today));
  }

  @Test
  @Order(9)
  void noObjectHoldsThePassword() {
    for (String key : world.keys("")) {
      assertThat(world.bytes(key)).as(key).doesNotContain(world.password());
    }
  }

  private Ran load(String csv, String run) {
    world.write("../rows.csv", csv);
    String file = world.folder.resolve("../rows.csv").normalize().toString();
    return world.daylake(
        "load",
        "--pipeline",
        world.folder.toString(),
        "--rows",
        file,
        "--lake",
        world.lake,
        "--run",
        run);
  }

  private String receiptIn(Ran ran) {
    return ran.out()
        .lines()
        .filter(line -> line.startsWith("  receipt"))
        .map(line -> line.substring(line.indexOf(world.lake) + world.lake.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  /** As published, compared value by value: no string detour. */
  private static List<CrimeRows.Crime> crimes(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(
            row ->
                new CrimeRows.Crime(
                    row.getAs("id"),
                    (LocalDateTime) row.getAs("date"),
                    row.getAs("iucr"),
                    row.getAs("primary_type"),
                    row.getAs("location_description"),
                    row.getAs("arrest"),
                    row.getAs("community_area"),
                    row.getAs("latitude")))
        .sorted(Comparator.comparing(CrimeRows.Crime::id))
        .toList();
  }

  private Map<String, Long> crimesWithoutArrest(String day) {
    return catalogue.rows(CURATED, day).collectAsList().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.<String>getAs("primary_type"),
                Collectors.summingLong(row -> row.<Long>getAs("crimes"))));
  }

  private static Map<String, Long> expectedWithoutArrest(CrimeRows rows) {
    return rows.crimes().stream()
        .filter(crime -> !crime.arrest())
        .collect(Collectors.groupingBy(CrimeRows.Crime::type, Collectors.counting()));
  }
}
