package io.daylake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A slice of `make schedules`. */
class SchedulesTest {
  private static final int SLICE = 300;

  @Test
  void thePromiseHoldsHoweverRunsAndFaultsFallTogether() throws InterruptedException {
    assertThat(Schedules.play(1, SLICE, true))
        .as("seeds; replay one by make schedules SCHEDULES=1 SEED=…")
        .isEmpty();
  }

  @Test
  void withoutALeaseItDoesNot() throws InterruptedException {
    assertThat(Schedules.play(1, 500, false)).isNotEmpty();
  }

  @Test
  void aSeedDecidesAll() {
    assertThat(told(7)).isNotEmpty().isEqualTo(told(7)).isNotEqualTo(told(8));
  }

  /** But ETags: receipts hold the seconds that each stage really took. */
  private static List<String> told(long seed) {
    return Schedule.play(seed, true, true).told().stream()
        .map(line -> line.replaceAll("\"[0-9a-f]{32}\"|\\d+\\.\\d s\\b", "…"))
        .toList();
  }
}
