package io.daylake.corpus;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * Shows a value of the lake as the corpus writes it, from what an engine says: temporal values as
 * days or microseconds, bytes in hexadecimal, all others as they are.
 */
final class Shown {
  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400 * SECOND;

  private Shown() {}

  /** SQL that gives the value as {@link #of} takes it; Spark and DuckDB name functions alike. */
  static String sql(Corpus.Column column, String name, boolean spark) {
    return switch (column.name()) {
      case "date" -> spark ? "unix_date(" + name + ")" : "(" + name + " - date '1970-01-01')";
      case "datetime", "timestamp" ->
          spark ? "unix_micros(cast(" + name + " as timestamp))" : "epoch_us(" + name + ")";
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          "lower(hex(" + name + "))";
      case "point", "geometry", "vector" -> "lower(hex(" + name + "))";
      default -> name;
    };
  }

  static String of(Corpus.Column column, Object value) {
    if (value == null) {
      return null;
    }
    return switch (column.name()) {
      case "date" -> date(((Number) value).longValue());
      case "datetime" -> time((Long) value, column.digits(), "");
      case "timestamp" -> time((Long) value, column.digits(), " UTC");
      case "time" -> length((Long) value, column.digits());
      default -> value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    };
  }

  /** What the corpus expects, as Java writes a number of that width. */
  static String expected(Corpus.Column column, String shown) {
    if (shown == null) {
      return null;
    }
    return switch (column.name()) {
      case "float" -> Float.toString(Float.parseFloat(shown));
      case "double" -> Double.toString(Double.parseDouble(shown));
      default -> shown;
    };
  }

  private static String date(long day) {
    long code = LocalDate.of(-1, 12, 31).toEpochDay() - day;
    return code < 0
        ? LocalDate.ofEpochDay(day).toString()
        : "impossible %04d-%02d-%02d".formatted(code / 416, code % 416 / 32, code % 32);
  }

  private static String time(long microseconds, int digits, String zone) {
    return date(Math.floorDiv(microseconds, DAY))
        + " "
        + clock(Math.floorMod(microseconds, DAY), digits)
        + zone;
  }

  private static String clock(long microseconds, int digits) {
    String whole = LocalTime.ofSecondOfDay(microseconds / SECOND).toString();
    return (whole.length() == 5 ? whole + ":00" : whole) + fraction(microseconds, digits);
  }

  private static String length(long microseconds, int digits) {
    long length = Math.abs(microseconds);
    long seconds = length / SECOND;
    return (microseconds < 0 ? "-" : "")
        + "%02d:%02d:%02d".formatted(seconds / 3600, seconds % 3600 / 60, seconds % 60)
        + fraction(length, digits);
  }

  /** All six digits where more are there than the type has: then it is not what it should be. */
  private static String fraction(long microseconds, int digits) {
    String six = "%06d".formatted(microseconds % SECOND);
    String rest = six.substring(digits);
    return digits == 0 && rest.equals("000000")
        ? ""
        : "." + (rest.matches("0*") ? six.substring(0, digits) : six);
  }
}
