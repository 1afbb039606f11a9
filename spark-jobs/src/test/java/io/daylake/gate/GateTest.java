package io.daylake.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.failure.ExitCode;
import io.daylake.table.Column;
import io.daylake.table.Day;
import io.daylake.table.ListedFile;
import io.daylake.table.Partition;
import io.daylake.table.Staged;
import io.daylake.table.StagedFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final StagedFile ONE = new StagedFile("a/one.parquet", 10, "e1", 2);
  private static final StagedFile TWO = new StagedFile("a/two.parquet", 20, "e2", 3);
  private static final List<ListedFile> LISTED = List.of(TWO.listed(), ONE.listed());
  private static final Check RULE = new Check("raw_rule", List.of());

  @Test
  void letsPassWhatAgrees() {
    assertThat(judge(5, false, List.of(), LISTED, RULE)).isInstanceOf(Passed.class);
  }

  @Test
  void refusesRowsThatWereLostOnTheWay() {
    assertFailed(
        judge(6, false, List.of(), LISTED, RULE),
        "check files hold all rows found 6 rows read, 5 in the files");
  }

  @Test
  void refusesAnEmptyTableUnlessItMayBeEmpty() {
    Staged none = new Staged(partition(), List.of(), List.of());
    Evidence evidence =
        new Evidence(none, 0, false, List.of(), null, List.of(), Set.of(), List.of());

    assertFailed(
        Gate.judge(evidence), "check not empty found no rows (allow it by may-be-empty = true)");
    assertThat(Gate.judge(new Evidence(none, 0, true, null, null, List.of(), Set.of(), List.of())))
        .isInstanceOf(Passed.class);
  }

  @Test
  void refusesAKeyThatDoesNotTellRowsApart() {
    assertFailed(
        judge(5, false, List.of("{\"id\":7}"), LISTED, RULE),
        "check key is unique and not null found {\"id\":7}");
  }

  @Test
  void refusesAFileThatIsNotInTheReceipt() {
    List<ListedFile> listed =
        List.of(ONE.listed(), TWO.listed(), new ListedFile("a/zombie.parquet", 1, "e"));

    assertFailed(
        judge(5, false, List.of(), listed, RULE),
        "found not staged, or changed since: a/zombie.parquet");
  }

  @Test
  void refusesAFileThatChangedOrWent() {
    List<ListedFile> listed = List.of(ONE.listed(), new ListedFile(TWO.key(), TWO.size(), "other"));

    assertFailed(
        judge(5, false, List.of(), listed, RULE), "staged, but not there as it was: a/two.parquet");
    assertFailed(
        judge(5, false, List.of(), List.of(ONE.listed()), RULE),
        "staged, but not there as it was: a/two.parquet");
  }

  @Test
  void namesEveryFailingRuleAndShowsFiveOffendingRows() {
    Check failing = new Check("raw_rule", List.of("r1", "r2", "r3", "r4", "r5", "r6"));

    Failed failed =
        assertFailed(
            judge(9, false, List.of(), LISTED, failing),
            "check raw_rule found r1, r2, r3, r4, r5;");
    assertThat(failed.failure().exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(failed.failure())
        .hasMessageContaining("Cannot publish crimes of 2016-01-04: check files hold all rows");
  }

  @Test
  void refusesWhenARuleWasNotAsked() {
    assertFailed(judge(5, false, List.of(), LISTED), "check every rule was asked found raw_rule");
  }

  @Test
  void refusesFilesThatDoNotAgreeWithTheSource() {
    Checksums source = new Checksums(5, Map.of("id", "1", "seen", "2"), "1", "9");
    Checksums files = new Checksums(5, Map.of("id", "1", "seen", "3"), "1", "8");
    Evidence evidence =
        new Evidence(
            new Staged(partition(), List.of(), List.of(ONE, TWO)),
            5,
            false,
            List.of(),
            new Reconciled(source, files, List.of("row id=7: column 'seen' differs")),
            LISTED,
            Set.of(),
            List.of());

    assertFailed(
        Gate.judge(evidence),
        "check files hold exactly the source's rows found values differ in column 'seen',"
            + " the greatest key is 9 in the source, 8 in the files, row id=7: column 'seen' differs");
  }

  private static Verdict judge(
      long expected,
      boolean mayBeEmpty,
      List<String> badKeys,
      List<ListedFile> listed,
      Check... ruled) {
    Staged staged =
        new Staged(partition(), List.of(new Column("id", "bigint", null)), List.of(ONE, TWO));
    return Gate.judge(
        new Evidence(
            staged,
            expected,
            mayBeEmpty,
            badKeys,
            null,
            listed,
            Set.of("raw_rule"),
            List.of(ruled)));
  }

  private static Failed assertFailed(Verdict verdict, String sentence) {
    assertThat(verdict).isInstanceOf(Failed.class);
    assertThat(((Failed) verdict).failure()).hasMessageContaining(sentence);
    return (Failed) verdict;
  }

  private static Partition partition() {
    return new Partition("lake", "crime_data", "crimes", Day.of("2016-01-04"), "r1", "0badcafe");
  }
}
