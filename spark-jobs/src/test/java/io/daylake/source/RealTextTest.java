package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that MySQL 9.7.4 and MariaDB 11.4.5 gave. */
class RealTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.5, 1.5",
    "-0.25, -0.25",
    "100, 100",
    "1e15, 1e15",
    "123456789012345, 123456789012345",
    "1234567890123456, 1.234567890123456e15",
    "1234567890123456.75, 1234567890123456.8",
    "1e-15, 0.000000000000001",
    "1e-16, 1e-16",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "4.9e-324, 5e-324",
    "2e-3, 0.002",
    "9007199254740993, 9.007199254740992e15",
    "1.8778781534757888e-08, 0.000000018778781534757888"
  })
  void withRoomForAll(double value, String text) {
    assertThat(RealText.of(value, Dialect.MARIADB.doubleWidth)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1.8778781534757888e-08, 1.8778781534757888e-8",
    "-4.829699964045018e-12, -4.829699964045018e-12",
    "-0.000006388790567867736, -0.000006388790567867736",
    "-2.2250738585072014e-308, -2.2250738585072014e-308"
  })
  void inTheRoomOfADoubleColumnOfMySql(double value, String text) {
    assertThat(RealText.of(value, Dialect.MYSQL.doubleWidth)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2.2250738585072014e-308, 2.225073858507201e-308",
    "-1.4074705188261364e113, -1.407470518826136e113",
    "-3.3339745473042614e-121, -3.33397454730426e-121",
    "1.0000000036274937e-15, 1.0000000036274937e-15"
  })
  void inTheRoomOfAnExpressionOfMySql(double value, String text) {
    assertThat(RealText.of(value, Dialect.MYSQL.realWidth)).isEqualTo(text);
  }
}
