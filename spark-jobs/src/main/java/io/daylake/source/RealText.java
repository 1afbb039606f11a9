package io.daylake.source;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A double's text as MySQL and MariaDB write it: the fewest digits that tell it from its
 * neighbours, with an exponent where it would else be long (their function {@code my_gcvt}).
 */
final class RealText {
  /** Places of the decimal point beyond which there is an exponent. */
  private static final int LEAST_POINT = -14;

  private static final int GREATEST_POINT = 15;

  private RealText() {}

  /** {@code width}: characters that the server gives it, at least 22. */
  static String of(double value, int width) {
    if (value == 0) {
      return "0";
    }
    String sign = value < 0 ? "-" : "";
    int room = width - sign.length();
    BigDecimal decimal = shortest(Math.abs(value));
    return sign
        + (plain(decimal, room) ? decimal.toPlainString() : exponential(value, decimal, room));
  }

  /** Java never writes fewer than two digits, of which one may be enough: 5e-324, not 4.9e-324. */
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(DoubleToDecimal.toString(value)).stripTrailingZeros();
    BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return one.doubleValue() == value ? one.stripTrailingZeros() : digits;
  }

  /** Where the decimal point stands, counted from the first digit that is not zero. */
  private static int point(BigDecimal decimal) {
    return decimal.precision() - decimal.scale();
  }

  private static boolean plain(BigDecimal decimal, int room) {
    int point = point(decimal);
    return point >= LEAST_POINT
        && (point <= GREATEST_POINT || decimal.precision() > point)
        && decimal.toPlainString().length() <= room;
  }

  private static String exponential(double value, BigDecimal decimal, int room) {
    int digits = room - exponent(decimal).length() - (decimal.precision() > 1 ? 1 : 0);
    BigDecimal fitting =
        digits < decimal.precision()
            ? new BigDecimal(Math.abs(value))
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
            : decimal;
    String written = fitting.unscaledValue().toString();
    String fraction = written.length() > 1 ? "." + written.substring(1) : "";
    return written.charAt(0) + fraction + exponent(fitting);
  }

  private static String exponent(BigDecimal decimal) {
    return "e" + (point(decimal) - 1);
  }
}
