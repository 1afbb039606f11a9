package io.daylake;

import static io.daylake.Things.CURATED;
import static io.daylake.Things.RAW;
import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.daylake.support.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What became of the rows between two runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiffTest {
  private Things things;

  @BeforeAll
  void publishesTwoDays(@TempDir Path temporary) {
    things = new Things(temporary);
    things.world.write(
        "curated.sql",
        "select to_date(:day) as day, kind, count(*) as many, max(fee) as fee from raw group by kind");
    things.world.sql(
        "alter table things add fee decimal(9,2), add data varbinary(9)",
        "insert into things (id, kind, fee, data) values (10, 'a', 1.50, x'00ff'),"
            + " (11, 'b', 2, null), (12, 'b', 3, null), (13, 'b%n', null, null)");
    things.publish(things.yesterday, "one");
    things.world.sql(
        "alter table things add fresh varchar(2000)",
        "update things set fee = 2.5, kind = null where id = 11",
        "update things set data = x'0001' where id = 10",
        "delete from things where id = 12",
        "insert into things (id, kind, fresh) values (20, 'n', repeat('x', 1500)), (21, 'a', null)");
    things.publish(things.today, "two");
  }

  @AfterAll
  void closesThings() {
    things.close();
  }

  @Test
  void rawRowsAreComparedByTheKeyTheyWereReadBy() {
    Ran ran = things.lake("diff", null, "one", "two");

    assertDone(ran);
    assertThat(ran.out())
        .contains("raw_things, by (id)")
        .containsPattern("  from  one-\\S+ +" + things.yesterday + "  \\S+Z +6\\n")
        .containsPattern("  to    two-\\S+ +" + things.today + "  \\S+Z +8\\n")
        .contains("columns only in to: fresh")
        .contains("3 added, 1 removed, 2 changed (data 1, fee 1, kind 1)")
        .containsPattern("  \\+ +20  kind=n, fee=null, data=null\\n")
        .containsPattern("  - +12  kind=b, fee=3.00, data=null\\n")
        .containsPattern("  ~ +10  data: 00FF -> 0001\\n")
        .containsPattern("  ~ +11  kind: b -> null, fee: 2.00 -> 2.50\\n")
        .doesNotContain(" 13 ");
    assertThat(ran.err())
        .containsPattern(
            "raw_things: 3 rows added, 1 removed, 2 changed from run one-\\S+ to run two-");
  }

  @Test
  void programsAreToldTheFirstRowsAndAllCounts() {
    JsonNode result =
        Documents.of(things.lake("diff", null, "one", "two", "--rows", "1", "--json"))
            .path("result");

    assertThat(result.path("by").get(0).asText()).isEqualTo("id");
    assertThat(result.path("columns_only_to").get(0).asText()).isEqualTo("fresh");
    assertThat(result.path("added").asInt()).isEqualTo(3);
    assertThat(result.at("/changed_by_column/fee").asInt()).isEqualTo(1);
    assertThat(result.at("/first/added")).hasSize(1);
    assertThat(result.at("/first/removed/0/from/fee").asText()).isEqualTo("3.00");
    assertThat(result.at("/first/removed/0/to").isNull()).isTrue();
    assertThat(result.at("/first/changed/0/changed").get(0).asText()).isEqualTo("data");
    assertThat(
            things.world.object(
                result.at("/to/receipt").asText().substring(things.world.lake.length() + 1)))
        .contains("\"run\" : \"two\"");
  }

  @Test
  void theOtherWayRoundAddedIsRemoved() {
    Ran ran = things.lake("diff", null, "two", "one");

    assertDone(ran);
    assertThat(ran.out())
        .contains("columns only in from: fresh", "1 added, 3 removed, 2 changed")
        .containsPattern("  ~ +10  data: 0001 -> 00FF\\n");
  }

  @Test
  void aRunIsTheSameAsItself() {
    Ran ran = things.lake("diff", null, "two", "two");

    assertDone(ran);
    assertThat(ran.out()).contains("0 added, 0 removed, 0 changed").doesNotContain("ROW\n");
  }

  @Test
  void curatedRowsAreComparedAsWholesWithoutTheDayOfTheRun() {
    Ran ran = things.lake("diff", null, "one", "two", "--table", "curated");

    assertDone(ran);
    assertThat(ran.out())
        .contains("things, by whole rows", "left out, as they tell the run's day: day")
        .contains("3 added, 2 removed\n")
        .containsPattern("  \\+ +kind=null, many=1, fee=2.50\\n")
        .containsPattern("  - +kind=b, many=2, fee=3.00\\n");
    assertThat(ran.err()).contains("things: 3 rows added, 2 removed from run one-");
  }

  @Test
  void curatedRowsAreComparedByColumnsThatNameThem() {
    Ran ran = things.lake("diff", null, "two", "one", "--table", "curated", "--by", "KIND");

    assertFailed(
        ran,
        2,
        "Cannot compare by (kind): it does not name each row of run two-",
        "give more columns");
    things.world.sql("update things set kind = 'z' where kind is null");
    things.publish(things.today, "three");
    Ran other = things.lake("diff", null, "one", "three", "--table", "curated", "--by", "KIND");
    assertDone(other);
    assertThat(other.out())
        .contains("things, by (kind)", "2 added, 1 removed, 1 changed (many 1)")
        .containsPattern("  ~ +a +many: 3 -> 6\\n");
  }

  @Test
  void rowsOfATableWithoutAKeyCountAsOftenAsTheyAreThere(@TempDir Path temporary) {
    try (Things keyless = new Things(temporary)) {
      String toml = keyless.world.text("pipeline.toml");
      keyless.world.write("pipeline.toml", toml.replace(", key = [\"id\"]", ""));
      keyless.world.sql(
          "alter table things modify id int null", "alter table things drop primary key");
      keyless.world.sql("insert into things values (1, 'b'), (1, 'b'), (2, 'c')");
      keyless.world.write("checks/raw_no_c.sql", "select id from raw where kind = 'y'");
      assertDone(keyless.world.ingest(keyless.today, "one"));
      keyless.world.sql(
          "insert into things values (1, 'b'), (1, 'b')", "delete from things where kind = 'c'");
      assertDone(keyless.world.ingest(keyless.today, "two"));

      Ran ran = keyless.lake("diff", null, "one", "two");

      assertDone(ran);
      assertThat(ran.out())
          .contains("raw_things, by whole rows", "2 added, 1 removed")
          .containsPattern("  \\+ +2 times id=1, kind=b\\n")
          .containsPattern("  - +id=2, kind=c\\n");
    }
  }

  @Test
  void aRunThatWasRefusedIsComparedToo(@TempDir Path temporary) {
    try (Things refused = new Things(temporary)) {
      refused.ingest(refused.today, "good");
      refused.isRefused(refused.today, "bad");

      Ran ran = refused.lake("diff", null, "good", "bad");

      assertDone(ran);
      assertThat(ran.out()).contains("by whole rows", "1 added, 0 removed", "kind=c");
    }
  }

  @Test
  void whatCannotBeComparedIsRefused(@TempDir Path temporary) {
    try (Things bad = new Things(temporary)) {
      bad.ingest(bad.today, "one");
      bad.publish(bad.today, "two");
      String published = bad.catalogue.everything();

      assertFailed(
          bad.lake("diff", null, "one", "nobody"),
          2,
          "Cannot compare 'nobody': there is no such run; give a run as daylake runs names it");
      assertFailed(
          bad.lake("diff", null, "one", "two", "--table", "curated"),
          2,
          "Cannot compare 'one': nothing of things was computed from it; compare the raw table");
      assertFailed(
          bad.lake("diff", null, "one", "two", "--by", "id,nothing"),
          2,
          "Cannot compare by (id, nothing): both runs have only the columns id, kind");
      assertFailed(
          bad.lake("diff", null, "one", "two", "--rows", "1001"),
          2,
          "Cannot show 1001 rows of each kind: it is 0 to 1000");
      assertFailed(
          bad.lake("diff", null, "one"), 2, "Cannot run daylake: Missing required parameter");
      String receipt = bad.receipt(RAW, "one");
      bad.world.put(
          bad.receiptKey(RAW, "one"),
          receipt.replace("\"state\" : \"published\"", "\"state\" : \"removed\""));
      assertFailed(
          bad.lake("diff", null, "one", "two"),
          3,
          "Cannot compare run one-",
          ": retention has removed its files; choose another by daylake runs");
      bad.world.put(bad.receiptKey(RAW, "one"), receipt);
      bad.world.s3.deleteObject(
          delete -> delete.bucket(bad.world.bucket).key(bad.filesOf(RAW, "one").get(0)));
      assertFailed(
          bad.lake("diff", null, "one", "two"),
          3,
          "Cannot compare run one-",
          " are not those of its receipt; choose another by daylake runs");
      assertThat(bad.catalogue.everything()).isEqualTo(published);
      assertThat(bad.switches(CURATED)).isEmpty();
    }
  }
}
