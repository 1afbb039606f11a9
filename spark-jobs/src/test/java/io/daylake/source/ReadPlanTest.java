package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The planning itself, on a walk over whole numbers: no table is needed for a hundred million. */
class ReadPlanTest {
  private static final SourceTable TABLE =
      new SourceTable(
          "t",
          List.of(
              new SourceColumn("a", "int", null, null, Dialect.MYSQL),
              new SourceColumn("b", "varchar(9)", "utf8mb4", "utf8mb4_bin", Dialect.MYSQL)),
          List.of("a", "b"),
          0,
          "9");

  /** The keys 1 to {@code rows}. */
  private static ReadPlan plan(int readers, long estimated, long rows) {
    return ReadPlan.of(
        readers,
        estimated,
        (key, steps) -> {
          long next = (key == null ? 0 : Long.parseLong(key.get(0))) + steps;
          return next > rows ? null : List.of(Long.toString(next));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "4, 100000000, 100000000",
    "16, 100000000, 100000000",
    "2, 1000000, 1000000",
    // estimates that are far off, either way
    "4, 1000, 1000000",
    "4, 1000000, 300000",
    "3, 0, 100000"
  })
  void sharesAreAboutEqual(int readers, long estimated, long rows) {
    List<KeyRange> ranges = plan(readers, estimated, rows).ranges();

    assertThat(ranges).hasSize(readers);
    long after = 0;
    for (KeyRange range : ranges) {
      long upTo = range.upTo() == null ? rows : Long.parseLong(range.upTo().get(0));
      assertThat((upTo - after) * readers / (double) rows).isBetween(0.5, 1.7);
      after = upTo;
    }
  }

  @Test
  void rangesFollowOneAnotherAndHaveNoEnds() {
    List<KeyRange> ranges = plan(4, 1000, 1000).ranges();

    assertThat(ranges.get(0).after()).isNull();
    assertThat(ranges.get(3).upTo()).isNull();
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.get(i).after()).isEqualTo(ranges.get(i - 1).upTo());
    }
  }

  @Test
  void aHundredMillionRowsAreWalkedInAFewSteps() {
    int[] asked = {0};
    ReadPlan.of(
        16,
        100_000_000,
        (key, steps) -> {
          asked[0]++;
          long next = (key == null ? 0 : Long.parseLong(key.get(0))) + steps;
          return next > 100_000_000 ? null : List.of(Long.toString(next));
        });

    assertThat(asked[0]).isLessThan(300);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 3", "3, 4", "5, 4"})
  void fewRowsNeedFewReaders(long rows, int readers) {
    assertThat(plan(4, 0, rows).readers()).isEqualTo(readers);
  }

  @Test
  void aKeyOfTwoColumnsIsSpeltOut() {
    KeyRange range = new KeyRange(List.of("1", "'x'"), List.of("2", "'y'"));

    assertThat(range.condition(List.of("`a`", "`b`")))
        .isEqualTo(
            "(`a` >= 1 and (`a` > 1 or `a` = 1 and `b` > 'x'))"
                + " and (`a` <= 2 and (`a` < 2 or `a` = 2 and `b` <= 'y'))");
    assertThat(new ReadPlan(List.of(range)).selects(TABLE).get(0))
        .startsWith("select `a`, `b` from `t` where (`a` >= 1");
    assertThat(ReadPlan.one().selects(TABLE))
        .containsExactly("select `a`, `b` from `t` where true");
  }
}
