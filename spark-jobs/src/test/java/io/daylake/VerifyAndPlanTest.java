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
import software.amazon.awssdk.core.sync.RequestBody;

/** The commands around ingest: what would be done, and whether what was done still stands. */
class VerifyAndPlanTest {
  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private World world;

  @BeforeEach
  void makesAWorld(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    world.write("curated.sql", "select count(*) as many from raw;\n");
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"
        [source]
        table = "visits"
        key = ["person", "seen"]
        readers = 2
        [raw]
        table = "raw_visits"
        [curated]
        table = "visits"
        """
            .formatted(world.secret, world.name));
    world.sql(
        "create table visits (person varchar(9), seen datetime(6), fee decimal(9,2) unsigned,"
            + " weight float, primary key (person, seen))",
        "insert into visits values "
            + IntStream.range(0, 100)
                .mapToObj(
                    i -> "('p%d', '2016-01-04 10:00:00.%06d', %d.5, 0.1)".formatted(i % 9, i, i))
                .collect(Collectors.joining(", ")));
  }

  @AfterEach
  void closesTheWorld() {
    world.close();
  }

  @Test
  void planPrintsWhatWouldBeDoneAndDoesNothing() {
    Ran ran = world.daylake("plan", "--pipeline", world.folder.toString());

    assertDone(ran);
    assertThat(ran.out())
        .contains("table    visits on ", "fee ", "decimal(9,2) unsigned", "decimal(9,2)")
        .contains("readers  2, or fewer", "key [person, seen]", "part-00001.parquet  (`person` >= ")
        .contains("of the table, while 3 views are opened")
        .contains("one for the checksum of each column of at most 540 s");
    assertThat(ran.err()).contains("visits would be read by 2 at once into 2 files of raw_visits");
    assertThat(world.keys("")).isEmpty();
    assertThat(new Catalogue(world).everything()).isEmpty();
  }

  @Test
  void verifyVouchesForWhatWasPublished() {
    assertDone(world.ingest(today, "first"));
    assertDone(world.curate(today, "first"));

    Ran raw = world.daylake("verify", receipt("raw_visits"));
    assertDone(raw);
    assertThat(raw.err())
        .contains("raw_visits of " + today + " is as its receipt tells: 100 rows, by checksums");
    Ran curated = world.daylake("verify", receipt("visits"));
    assertDone(curated);
    assertThat(curated.err()).contains("1 rows, by count");
  }

  @Test
  void verifyNamesAStrangersFile() {
    assertDone(world.ingest(today, "first"));
    String file = file();
    world.put(file.replace("part-00000", "part-00009"), "late");

    assertFailed(
        world.daylake("verify", receipt("raw_visits")),
        3,
        "Cannot vouch for raw_visits of " + today,
        "part-00009.parquet is not of this receipt");
  }

  @Test
  void verifySeesAFileThatWasReplacedByOneOfOtherRows() {
    assertDone(world.ingest(today, "first"));
    String receipt = receipt("raw_visits");
    String told = world.object(receipt.substring(world.lake.length() + 1));
    world.sql("update visits set weight = 0.2 where person = 'p3'");
    assertDone(world.ingest(today, "second"));
    String later = world.object(receipt("raw_visits", "second").substring(world.lake.length() + 1));
    // the first run's checksums over the second run's files, listed as they are
    String forged = later.replace(sum(later, "weight"), sum(told, "weight"));
    assertThat(forged).isNotEqualTo(later);
    world.put("forged.json", forged);

    assertFailed(
        world.daylake("verify", world.lake + "/forged.json"),
        3,
        "values differ in column 'weight'");
  }

  @Test
  void verifyNamesAPointerThatNoReceiptExplains() {
    assertDone(world.ingest(today, "first"));
    String first = new Catalogue(world).days("raw_visits").get(today);
    assertDone(world.ingest(today, "second"));
    String second = new Catalogue(world).days("raw_visits").get(today);

    // the first run's call, had it been under way longer than its lease
    world.glue.updatePartition(
        update ->
            update
                .databaseName(world.name)
                .tableName("raw_visits")
                .partitionValueList(today.split("-"))
                .partitionInput(
                    input ->
                        input
                            .values(today.split("-"))
                            .storageDescriptor(storage -> storage.location(first))));

    assertFailed(
        world.daylake("verify", receipt("raw_visits", "second")),
        3,
        "Cannot vouch for raw_visits of " + today + ": day " + today + " points at " + first,
        "but run second-",
        " sent readers to " + second,
        "raw_visits_latest points at " + second + ", not at the greatest day, which is " + first,
        "run the day again, or roll it back to a run that is whole");
    assertDone(world.ingest(today, "third"));
    assertDone(world.daylake("verify", receipt("raw_visits", "third")));
  }

  @Test
  void verifyTellsWhatIsNoReceipt() {
    world.s3.putObject(
        put -> put.bucket(world.bucket).key("no.json"), RequestBody.fromString("nothing"));

    assertFailed(world.daylake("verify", "nowhere"), 2, "Cannot verify 'nowhere'");
    assertFailed(
        world.daylake("verify", world.lake + "/no.json"), 3, "Cannot use receipt", "it is not one");
  }

  private static String sum(String receipt, String column) {
    int files = receipt.indexOf("\"files\" : {");
    int from = receipt.indexOf("\"" + column + "\" : \"", files);
    return receipt.substring(from, receipt.indexOf('\n', from));
  }

  private String file() {
    return world.keys(world.name + "/raw_visits/y=").get(0);
  }

  private String receipt(String table) {
    return receipt(table, "first");
  }

  private String receipt(String table, String run) {
    return world.lake
        + "/"
        + world.keys(world.name + "/" + table + "/_receipts/" + run + "-").get(0);
  }
}
