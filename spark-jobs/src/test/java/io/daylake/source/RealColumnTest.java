package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealColumnTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.5, 1.5",
    "-0.25, -0.25",
    "100, 100",
    "0.1, 0.1",
    "1e15, 1e15",
    "123456789012345, 123456789012345",
    "1234567890123456, 1.234567890123456e15",
    "1e-15, 0.000000000000001",
    "1e-16, 1e-16",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "4.9e-324, 5e-324",
    "2e-3, 0.002",
    "9007199254740993, 9.007199254740992e15"
  })
  void textIsTheServersOwn(double value, String text) {
    assertThat(RealColumn.text(value)).isEqualTo(text);
  }
}
