package io.daylake.badinput;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each mistake gets its exit code and its sentence, and what was published yesterday is served
 * unchanged. Subclasses are the tables.
 */
abstract class CasesTest extends WithYesterday {
  abstract List<Case> cases();

  @ParameterizedTest
  @MethodSource("cases")
  void isToldAndChangesNothing(Case wrong) {
    yesterday().check(wrong);
  }
}
