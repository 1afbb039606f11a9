package io.daylake.source;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Dates as days since 1970-01-01, those that no calendar has included. MySQL stores 0000-00-00,
 * 2016-00-00 and, by a setting, 2016-02-31. Each has a day of its own before the year 0, which no
 * date of MySQL reaches: {@code -0001-12-31} minus {@code (year * 13 + month) * 32 + day} days.
 */
final class Calendar {
  private static final long BEFORE_ALL = LocalDate.of(-1, 12, 31).toEpochDay();
  private static final int DAYS = 32;
  private static final int MONTHS = 13;

  private Calendar() {}

  static long day(int year, int month, int dayOfMonth) {
    if (month > 0 && dayOfMonth > 0) {
      try {
        return LocalDate.of(year, month, dayOfMonth).toEpochDay();
      } catch (DateTimeException e) {
        // 31 February and the like
      }
    }
    return BEFORE_ALL - ((long) (year * MONTHS + month) * DAYS + dayOfMonth);
  }

  static boolean impossible(long day) {
    return day <= BEFORE_ALL;
  }

  /** Writes {@code YYYY-MM-DD} as MySQL does. */
  static void write(long day, byte[] into) {
    int year;
    int month;
    int dayOfMonth;
    if (impossible(day)) {
      int code = (int) (BEFORE_ALL - day);
      year = code / DAYS / MONTHS;
      month = code / DAYS % MONTHS;
      dayOfMonth = code % DAYS;
    } else {
      LocalDate date = LocalDate.ofEpochDay(day);
      year = date.getYear();
      month = date.getMonthValue();
      dayOfMonth = date.getDayOfMonth();
    }
    Digits.write(year, into, 0, 4);
    into[4] = '-';
    Digits.write(month, into, 5, 2);
    into[7] = '-';
    Digits.write(dayOfMonth, into, 8, 2);
  }

  /** Reads {@code YYYY-MM-DD} from the start of {@code text}. */
  static long read(byte[] text) {
    return day(
        (int) Digits.read(text, 0, 4),
        (int) Digits.read(text, 5, 2),
        (int) Digits.read(text, 8, 2));
  }
}
