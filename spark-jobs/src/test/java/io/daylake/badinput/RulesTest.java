package io.daylake.badinput;

import static io.daylake.badinput.Case.curate;
import static io.daylake.badinput.Case.ingest;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Ran;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The pipeline's own SQL, wrong or refusing. */
class RulesTest extends CasesTest {
  private static final String CURATED = "Cannot run curated.sql: ";

  @Override
  List<Case> cases() {
    return List.of(
        ingest(
            "a check of a column that is not there",
            check("raw_kind_is_known", "select id from raw where knid is null"),
            2,
            "Cannot run checks/raw_kind_is_known.sql: ",
            "knid",
            "; correct the SQL of the file"),
        ingest(
            "a check with two statements",
            check("raw_kind_is_known", "select 1; drop table raw"),
            2,
            "Cannot run checks/raw_kind_is_known.sql: "),
        ingest(
            "an empty check",
            check("raw_kind_is_known", "\n"),
            2,
            "Cannot run checks/raw_kind_is_known.sql: "),
        ingest(
            "a check with a parameter of its own",
            check("raw_kind_is_known", "select id from raw where id = :night"),
            2,
            "Cannot run checks/raw_kind_is_known.sql: ",
            "night"),
        curate("curated.sql that is cut off", sql("select kind from (raw"), 2, CURATED, "SYNTAX"),
        curate("an empty curated.sql", sql(""), 2, CURATED),
        curate(
            "curated.sql that fails on some row",
            sql("select kind, count(*) as things from raw group by kind, cast(kind as int)"),
            2,
            CURATED,
            "CAST_INVALID_INPUT"),
        curate(
            "curated.sql that reads another table",
            sql("select * from other_table"),
            2,
            CURATED,
            "TABLE_OR_VIEW_NOT_FOUND"),
        curate(
            "curated columns that are one name to Glue",
            sql("select 1 as a, 2 as A, 'a' as kind, 1L as things"),
            2,
            CURATED,
            "AMBIGUOUS_REFERENCE"),
        curate(
            "a curated column that the lake cannot name",
            sql("select kind, count(*) as things, 1 as `a b` from raw group by kind"),
            2,
            "Cannot use curated.sql: column 'a b' has other characters in its name than"),
        curate(
            "a curated column named like a partition key",
            sql("select kind, count(*) as things, 1 as Y from raw group by kind"),
            2,
            "Cannot use curated.sql: column 'Y' is named like a partition key of the lake"),
        curate(
            "a curated column of another type",
            sql("select kind, 'many' as things from raw"),
            3,
            "Cannot publish into table 'things': column 'things' changed from bigint to string"),
        curate(
            "a check of the curated table that finds rows",
            check("curated_counts", "select kind from curated where things > 0"),
            3,
            "Cannot publish things of ",
            ": check curated_counts found {\"kind\":\"a\"}"));
  }

  @Test
  void aFailingCheckNamesItselfAndShowsFiveRows() {
    Yesterday day = yesterday();
    day.repair();
    for (int id = 3; id < 10; id++) {
      day.world.sql("insert into things values (" + id + ", null)");
    }

    Ran ran = day.world.ingest(day.today, "refused");

    assertFailed(
        ran,
        3,
        "Cannot publish things_raw of " + day.today + ": check raw_kind_is_known found {\"id\":3}",
        "what was published before is unchanged");
    assertThat(ran.err().split("\"id\":", -1)).hasSize(6);
    String receipt = day.world.keys(day.world.name + "/things_raw/_receipts/refused-").get(0);
    assertThat(day.world.object(receipt))
        .contains("\"state\" : \"refused\"", "\"pointers\" : null");
    assertThat(ran.outcome()).contains(receipt);
    day.nothingPublishedHasChanged();
  }

  private static Consumer<Yesterday> check(String name, String text) {
    return day -> day.world.write("checks/" + name + ".sql", text);
  }

  private static Consumer<Yesterday> sql(String curated) {
    return day -> day.world.write("curated.sql", curated);
  }
}
