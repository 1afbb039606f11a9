package io.daylake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A slice of `make schedules`. */
class SchedulesTest {
  private static final int SLICE = 500;

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
    assertThat(Schedule.play(7, true, true).told()).isEqualTo(Schedule.play(7, true, true).told());
  }
}
