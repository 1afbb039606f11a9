package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Athena;
import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.FaultyAws;
import io.daylake.support.FaultyAws.Answer;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;

/** Columns that are others today than yesterday, and what Athena shows of both days. */
class SchemaChangesTest {
  private static final String RAW = "raw_things";
  private static final String CURATED = "things";
  private static final String BEHIND = "daylake.partitions-behind";

  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private final String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
  private World world;
  private Catalogue catalogue;
  private Athena athena;
  private int runs;

  @BeforeEach
  void makesAWorld(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    catalogue = new Catalogue(world);
    athena = new Athena(world);
    policy("evolve");
    world.write("curated.sql", "select count(*) as many from raw");
  }

  @AfterEach
  void closesTheWorld() {
    athena.close();
    world.close();
  }

  @Test
  void whatCanBeReadTogetherIsPublishedAndToldAndBothDaysAreRead() {
    world.sql(
        """
        create table things (
          id int primary key, goes varchar(9), was varchar(9), tiny tinyint, whole int unsigned, fee decimal(9, 2),
          large bigint, price decimal(20, 2), word varchar(9), real4 float)
        """,
        """
        insert into things values
          (1, 'gone', 'a', -128, 4294967295, -9999999.99, 9223372036854775807, 0.01, 'word', 0.5)
        """);
    assertDone(world.ingest(yesterday, "one"));
    world.sql(
        """
        alter table things drop goes, rename column was to is_now, modify tiny int, modify fee decimal(30, 2)
        """,
        "update things set large = 7, tiny = 2147483647, fee = 9999999999999999999999999999.99",
        """
        alter table things modify large smallint, modify price decimal(5, 2), modify word varchar(99) after id,
          add extra date first
        """,
        "insert into things values ('2016-01-04', 2, 'longer than nine', 'b', 5, 6, 0.01, -32768, 999.99, 1.5)");

    Ran ran = world.ingest(today, "two");

    assertDone(ran);
    assertThat(ran.out())
        .contains(
            "column 'goes' dropped",
            "column 'was' dropped",
            "column 'is_now' added as string",
            "column 'tiny' widened from tinyint to int",
            "column 'fee' widened from decimal(9,2) to decimal(30,2)",
            "column 'large' narrowed from bigint to smallint",
            "column 'price' narrowed from decimal(20,2) to decimal(5,2)",
            "column 'extra' added as date",
            "column 'word' moved from place ");
    assertThat(receipt("two"))
        .contains("\"schema_changes\" : [ {")
        .containsPattern(
            "\"column\" : \"tiny\",\\s*\"change\" : \"widened\",\\s*\"from\" : \"tinyint\",\\s*\"to\" : \"int\"");
    assertThat(receipt("one")).contains("\"schema_changes\" : [ ]");
    String columns =
        "id int, goes string, was string, tiny int, whole bigint, fee decimal(30,2), large bigint,"
            + " price decimal(20,2), word string, real4 float, extra date, is_now string";
    assertEveryoneHas(columns);
    assertThat(
            athena.rows(
                "select id, goes, was, tiny, whole, fee, large, price, word, real4, extra, is_now, d from raw_things"
                    + " where y > '2000' order by d, id"))
        .containsExactly(
            "1|gone|a|-128|4294967295|-9999999.99|9223372036854775807|0.01|word|0.5|null|null|"
                + yesterday.substring(8),
            "1|null|null|2147483647|4294967295|9999999999999999999999999999.99|7|0.01|word|0.5|null|a|"
                + today.substring(8),
            "2|null|null|5|6|0.01|-32768|999.99|longer than nine|1.5|2016-01-04|b|"
                + today.substring(8));
    // a file's statistics are of its own type, and must not hide its rows
    for (String condition :
        List.of(
            "tiny = -128",
            "fee = -9999999.99",
            "large = 9223372036854775807",
            "large = 7",
            "large < 0",
            "price = 999.99",
            "goes = 'gone'",
            "is_now = 'b'",
            "extra = date '2016-01-04'")) {
      assertThat(athena.rows("select count(*) from raw_things where y > '2000' and " + condition))
          .as(condition)
          .containsExactly("1");
    }
    assertThat(athena.rows("select goes, large, is_now from raw_things_latest order by id"))
        .containsExactly("null|7|a", "null|-32768|b");
    assertDone(world.daylake("verify", receiptUri("one")));
    assertDone(world.daylake("verify", receiptUri("two")));

    // rows of the older columns again, through the table as it is by now
    assertDone(world.ingest(yesterday, "one-again"));
    assertDone(rollback("one"));
    assertEveryoneHas(columns);
    assertThat(
            athena.rows(
                "select tiny, goes, is_now from raw_things where d = '%s'"
                    .formatted(yesterday.substring(8))))
        .containsExactly("-128|gone|null");
  }

  @Test
  void ofTheCuratedTableLikewise() {
    source();
    world.write(
        "curated.sql",
        "select id, cast(1 as int) as many, cast(7 as bigint) as large, 'a' as goes from raw");
    publish(yesterday, "one");
    world.write(
        "curated.sql",
        "select 'new' as extra, cast(2 as int) as large, cast(5000000000 as bigint) as many, id from raw");

    assertDone(world.ingest(today, "two"));
    Ran ran = world.curate(today, "two");

    assertDone(ran);
    assertThat(ran.out())
        .contains(
            "column 'goes' dropped",
            "column 'extra' added as string",
            "column 'large' narrowed from bigint to int",
            "column 'many' widened from int to bigint",
            "column 'id' moved from place 1 to place 3");
    assertThat(
            athena.rows(
                "select id, many, large, goes, extra from things where y > '2000' order by d"))
        .containsExactly("1|1|7|a|null", "1|5000000000|2|null|new");
    assertThat(athena.rows("select count(*) from things where y > '2000' and many = 1"))
        .containsExactly("1");
    assertDone(world.curate(today, "three"));
    assertThat(names(catalogue.at(catalogue.latest(CURATED)).columns()))
        .isEqualTo("id, many, large, extra");
  }

  @Test
  void whatCouldNotBeReadTogetherIsRefusedBeforeARowIsReadAndPlanTellsIt() {
    world.sql(
        "create table things (id int primary key, word varchar(9), real4 float, fee decimal(9, 2))",
        "insert into things values (1, '12', 0.1, 1.25)");
    assertDone(world.ingest(yesterday, "one"));
    String published = catalogue.everything();

    for (String[] change :
        new String[][] {
          {"word int", "column 'word' changed from string to int"},
          {"real4 double", "column 'real4' changed from float to double"},
          {"fee decimal(12, 4)", "column 'fee' changed from decimal(9,2) to decimal(12,4)"}
        }) {
      world.sql("create or replace view other as select * from things");
      world.sql("alter table things modify " + change[0]);
      String[] sentence = {
        "Cannot publish into table 'raw_things': " + change[1],
        ", and Athena cannot read both as one column;",
        "give the new one another name, or publish into a table of another name"
      };
      Ran ran = world.ingest(today, "refused-" + runs++);
      assertFailed(ran, 3, sentence);
      assertThat(ran.out()).doesNotContain("readers");
      assertFailed(world.daylake("plan", "--pipeline", world.folder.toString()), 3, sentence);
      world.sql(
          "alter table things modify word varchar(9), modify real4 float, modify fee decimal(9, 2)");
    }
    assertThat(catalogue.everything()).isEqualTo(published);
    world.sql("alter table things add extra int");
    Ran plan = world.daylake("plan", "--pipeline", world.folder.toString());
    assertDone(plan);
    assertThat(plan.out())
        .contains("schema   evolve: 1 change since the day before", "column 'extra' added as int");
  }

  @Test
  void frozenColumnsMayOnlyBeReordered() {
    policy("freeze");
    source();
    world.write("curated.sql", "select id, kind from raw");
    publish(yesterday, "one");
    String published = catalogue.everything();
    String frozen = "Cannot publish into table 'raw_things', whose columns are frozen: column ";

    assertRefused("add extra int", frozen + "'extra' added as int", "set schema = \"evolve\"");
    assertRefused("modify id bigint", frozen + "'id' widened from int to bigint");
    assertRefused("modify id smallint", frozen + "'id' narrowed from int to smallint");
    assertRefused("drop kind", frozen + "'kind' dropped");
    assertRefused(
        "rename column kind to sort",
        frozen + "'kind' dropped; column 'sort' added as string; change them back");
    world.sql("alter table things modify kind varchar(99) first");
    assertDone(world.ingest(today, "two"));
    world.write("curated.sql", "select id, kind, 1 as extra from raw");
    assertFailed(world.curate(today, "two"), 3, "table 'things', whose columns are frozen");
    assertThat(catalogue.everything()).startsWith(published.substring(0, published.indexOf(RAW)));
    assertThat(athena.rows("select id, kind from raw_things where y > '2000' order by d"))
        .containsExactly("1|a", "1|a");
  }

  @Test
  void betweenTheTableAndItsPartitionsReadersReadOnAndARerunCompletes() {
    source();
    assertDone(world.ingest(yesterday, "one"));
    world.sql("alter table things modify id bigint, add extra int");
    world.sql("insert into things values (5000000000, 'b', 1)");
    AtomicInteger right = new AtomicInteger();
    try (FaultyAws aws =
        new FaultyAws(
            world.awsEndpoint(),
            call ->
                call.equals("UpdatePartition") && right.getAndIncrement() < 9
                    ? Answer.ERROR_BEFORE
                    : Answer.RIGHT)) {
      world.useAws(aws.endpoint());
      assertThat(world.ingest(today, "two").exit()).isIn(4, 5);
      assertThat(aws.fired).hasPositiveValue();
    } finally {
      world.useAws(world.awsEndpoint());
    }

    assertThat(catalogue.table(RAW).parameters()).containsEntry(BEHIND, "true");
    assertThat(athena.rows("select id, kind, extra from raw_things where y > '2000'"))
        .containsExactly("1|a|null");
    assertThat(athena.rows("select id, kind from raw_things_latest")).containsExactly("1|a");
    world.leaseLapses(RAW);
    assertDone(world.ingest(today, "three"));
    assertThat(catalogue.table(RAW).parameters()).doesNotContainKey(BEHIND);
    assertEveryoneHas("id bigint, kind string, extra int");
    assertThat(
            athena.rows("select id, kind, extra from raw_things where y > '2000' order by d, id"))
        .containsExactly("1|a|null", "1|a|null", "5000000000|b|1");
  }

  @Test
  void aRollbackIsRefusedWhereTheTableCouldNotReadItsFiles() {
    source();
    publish(today, "one");
    for (String table : List.of(RAW, RAW + "_latest")) {
      world.glue.deleteTable(delete -> delete.databaseName(world.name).name(table));
    }
    world.sql(
        "drop table things", "create table things (id varchar(9) primary key, kind varchar(9))");
    world.sql("insert into things values ('x', 'a')");
    assertDone(world.ingest(today, "two"));
    String published = catalogue.everything();

    assertFailed(
        rollback("one"),
        3,
        "Cannot show these files through table 'raw_things': column 'id' changed from int to string;"
            + " choose another run by daylake runs");
    assertThat(catalogue.everything()).isEqualTo(published);
  }

  private void source() {
    world.sql(
        "create table things (id int primary key, kind varchar(9))",
        "insert into things values (1, 'a')");
  }

  private void policy(String schema) {
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"
        schema = "%s"
        source = { table = "things", key = ["id"] }
        raw = { table = "raw_things" }
        curated = { table = "things" }
        """
            .formatted(world.secret, world.name, schema));
  }

  private void publish(String day, String run) {
    assertDone(world.ingest(day, run));
    assertDone(world.curate(day, run));
  }

  private void assertRefused(String change, String... sentence) {
    world.sql("drop table things", "create table things (id int primary key, kind varchar(9))");
    world.sql("insert into things values (1, 'a')", "alter table things " + change);
    assertFailed(world.ingest(today, "refused"), 3, sentence);
    world.sql("drop table things");
    source();
  }

  private Ran rollback(String to) {
    return world.daylake(
        "rollback",
        "--pipeline",
        world.folder.toString(),
        "--lake",
        world.lake,
        "--run",
        "back-" + to,
        "--to",
        to);
  }

  /** Table, partitions and the table of the latest day: so no reader finds one unlike another. */
  private void assertEveryoneHas(String columns) {
    assertThat(text(catalogue.table(RAW).storageDescriptor().columns())).isEqualTo(columns);
    assertThat(text(catalogue.table(RAW + "_latest").storageDescriptor().columns()))
        .isEqualTo(columns);
    assertThat(catalogue.partitions(RAW))
        .hasSize(2)
        .allSatisfy(
            each -> assertThat(text(each.storageDescriptor().columns())).isEqualTo(columns));
  }

  private static String text(List<Column> columns) {
    return String.join(
        ", ", columns.stream().map(each -> each.name() + " " + each.type()).toList());
  }

  private static String names(String[] columns) {
    return String.join(", ", columns);
  }

  private String receipt(String run) {
    return world.object(receiptKey(run));
  }

  private String receiptUri(String run) {
    return world.lake + "/" + receiptKey(run);
  }

  private String receiptKey(String run) {
    return world.keys(world.name + "/" + RAW + "/_receipts/").stream()
        .filter(key -> key.matches(".*/" + run + "-[0-9a-f]{8}\\.json"))
        .findFirst()
        .orElseThrow();
  }
}
