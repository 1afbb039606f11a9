package io.daylake.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Most stages with one of their faults each; `make faults` runs them all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixTest {
  private Arena arena;

  @BeforeAll
  void opens(@TempDir Path temporary) {
    arena = new Arena(temporary);
  }

  @AfterAll
  void closes() {
    if (arena != null) {
      arena.close();
    }
  }

  static List<Cell> cells() {
    return Cell.inTurn();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void publishedIsTheSourceAtOneInstantOrAsBefore(Cell cell) {
    Result result = arena.run(cell);

    assertThat(result.broken()).as("%s", result).isNull();
  }

  @Test
  void thereAreEnough() {
    assertThat(Cell.inTurn()).hasSizeGreaterThanOrEqualTo(30);
    assertThat(Cell.all()).hasSizeGreaterThanOrEqualTo(150);
    assertThat(Cell.all()).extracting(Cell::name).doesNotHaveDuplicates();
  }
}
