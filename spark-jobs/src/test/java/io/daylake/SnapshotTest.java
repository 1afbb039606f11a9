package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several readers, one instant: as a user asks for it in the pipeline's folder. */
class SnapshotTest {
  private static final int ROWS = 200;

  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private World world;
  private Catalogue catalogue;

  @BeforeEach
  void makesAWorld(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    catalogue = new Catalogue(world);
    world.write("curated.sql", "select count(*) as units from raw;\n");
    toml("readers = 2");
    world.sql(
        "create table units (region varchar(9), id int, held bigint, primary key (region, id))",
        "insert into units values "
            + IntStream.range(0, ROWS)
                .mapToObj(i -> "('r" + i % 3 + "', " + i + ", " + 1000 + ")")
                .collect(Collectors.joining(", ")));
  }

  @AfterEach
  void closesTheWorld() {
    world.close();
  }

  @Test
  void twoReadersWriteTwoFilesOfOneInstant() {
    Ran ran = world.ingest(today, "two");

    assertDone(ran);
    assertThat(ran.out()).contains("2 readers", "in 2 files", "as in the source by checksums");
    assertThat(catalogue.rows("units_raw", today).distinct().count()).isEqualTo(ROWS);
    assertThat(receipt("two"))
        .contains("\"readers\" : 2", "\"locked_millis\" : ", "\"by\" : \"checksums\"")
        .doesNotContain("\"locked_millis\" : null");
  }

  @Test
  void withoutTheRightToLockOneReaderReads() {
    String reader = reader("select");

    Ran ran = world.ingest(today, "unlocked");

    assertDone(ran);
    assertThat(receipt("unlocked"))
        .contains(
            "\"readers\" : 1",
            "\"locked_millis\" : null",
            "one reader, without a lock: the secret's user may not LOCK TABLES");
    assertThat(catalogue.rows("units_raw", today).count()).isEqualTo(ROWS);
    world.sqlAsAdmin("drop user '" + reader + "'@'%'");
  }

  @Test
  void orTheTableIsRefusedWhereThePipelineWantsThat() {
    toml("readers = 2\nwithout-lock = \"refuse\"");
    String reader = reader("select");

    assertFailed(
        world.ingest(today, "refused"),
        4,
        "Cannot lock source table 'units' while its views are opened:"
            + " the secret's user may not LOCK TABLES",
        "or set source.without-lock = \"one-reader\"");
    assertThat(catalogue.everything()).isEmpty();
    world.sqlAsAdmin("drop user '" + reader + "'@'%'");
  }

  @Test
  void aTableWithoutAKeyIsReadByOneReader() {
    world.sql(
        "create table heap as select * from units",
        "insert into heap select * from units where id < 10");
    world.write("pipeline.toml", head().replace("units\"\nkey", "heap\"\n#") + "\n" + targets());

    assertDone(world.ingest(today, "heap"));
    assertThat(catalogue.rows("units_raw", today).count()).isEqualTo(ROWS + 10);
    assertThat(receipt("heap")).contains("\"readers\" : 1", "\"key\" : [ ]");
  }

  @Test
  void progressIsToldOnRequest() {
    java.io.ByteArrayOutputStream told = new java.io.ByteArrayOutputStream();
    java.io.PrintStream before = System.err;
    System.setErr(new java.io.PrintStream(told, true, java.nio.charset.StandardCharsets.UTF_8));
    toml("readers = 1");
    try {
      assertDone(world.ingest(today, "seen", "--progress"));
    } finally {
      System.setErr(before);
    }
    assertThat(told.toString(java.nio.charset.StandardCharsets.UTF_8))
        .containsPattern("  units: 200( of about \\d+)? rows, \\S+ MB, \\S+ rows/s, ");
  }

  @Test
  void countsAloneWhereChecksumsAreOff() {
    toml("readers = 2\nchecksums = false");

    assertDone(world.ingest(today, "counted"));
    assertThat(receipt("counted")).contains("\"by\" : \"count\"");
  }

  /** Another user in the secret, who may do less. */
  private String reader(String rights) {
    String reader = "r" + world.name;
    world.sqlAsAdmin(
        "create user '" + reader + "'@'%' identified by '" + world.password() + "'",
        "grant " + rights + " on " + world.name + ".* to '" + reader + "'@'%'");
    var json = world.secretJson();
    json.put("username", reader);
    world.changeSecret(world.secret, json);
    return reader;
  }

  private String receipt(String run) {
    return world.object(world.keys(world.name + "/units_raw/_receipts/" + run + "-").get(0));
  }

  private void toml(String more) {
    world.write("pipeline.toml", head() + "\n" + more + "\n" + targets());
  }

  private String head() {
    return """
    secret = "%s"
    database = "%s"
    [source]
    table = "units"
    key = ["region", "id"]
    """
        .formatted(world.secret, world.name);
  }

  private static String targets() {
    return "[raw]\ntable = \"units_raw\"\n[curated]\ntable = \"units\"\n";
  }
}
