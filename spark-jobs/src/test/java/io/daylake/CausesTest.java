package io.daylake;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.failure.ExitCode;
import io.daylake.failure.Failure;
import org.junit.jupiter.api.Test;

class CausesTest {
  @Test
  void aSessionThatLostItsMasterIsNoBug() {
    // Spark's words, seen with a killed master
    IllegalStateException stopped =
        new IllegalStateException("Cannot call methods on a stopped SparkContext.\nThis stopped …");

    Failure failure = Causes.named("Cannot publish crimes", stopped);

    assertThat(failure.exit()).isEqualTo(ExitCode.TRY_AGAIN);
    assertThat(failure)
        .hasMessageContaining(
            "Cannot publish crimes: Spark stopped, as the cluster's master does not answer");
  }

  @Test
  void anotherIllegalStateIsOne() {
    assertThat(Causes.named("Cannot publish crimes", new IllegalStateException("no step")))
        .isNull();
  }
}
