package io.daylake.support;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests say of a command's end. */
public final class Failures {
  private Failures() {}

  public static void assertDone(Ran ran) {
    assertThat(ran.exit()).as("%s", ran).isZero();
  }

  /** The sentence and the exit code, told on stderr and in the outcome object alike. */
  public static void assertFailed(Ran ran, int exit, String... sentence) {
    assertThat(ran.exit()).as("%s", ran).isEqualTo(exit);
    assertThat(ran.err()).as("%s", ran).contains(sentence).doesNotContain("\tat ");
    if (ran.outcome() != null) {
      assertThat(ran.outcome()).as("%s", ran).contains("\"exit\" : " + exit);
    }
  }
}
