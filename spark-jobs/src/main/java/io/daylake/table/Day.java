package io.daylake.table;

import io.daylake.failure.Failure;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** The day a run covers: it names the partition, it never filters rows. */
public record Day(LocalDate date) implements Comparable<Day> {
  private static final Pattern FORM = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  /** How many days back a run may be without being asked for expressly. */
  static final int DAYS_BACK = 2;

  public static Day of(String text) {
    try {
      if (FORM.matcher(text).matches()) {
        return new Day(LocalDate.parse(text));
      }
    } catch (DateTimeParseException e) {
      // named below: not a day of the calendar
    }
    throw Failure.specification(
        "Cannot use day '" + text + "': it is not a day of the calendar as YYYY-MM-DD",
        "give one such as 2016-01-04");
  }

  /** Whether it has the form of a day, be it one of the calendar or not. */
  public static boolean is(String text) {
    return FORM.matcher(text).matches();
  }

  /** Refuses to publish today's rows under a day that is not theirs, unless asked for expressly. */
  public void allowedOn(LocalDate today, boolean late) {
    if (date.isAfter(today)) {
      throw Failure.specification(
          "Cannot publish day " + this + ": it is in the future (today is " + today + ", UTC)",
          "wait for it, or give an earlier day");
    }
    if (!late && late(today)) {
      throw Failure.specification(
          "Cannot publish day "
              + this
              + ": it is more than "
              + DAYS_BACK
              + " days before today ("
              + today
              + ", UTC) and would get the rows of today",
          "add --late if that is what you want; the receipt will say so");
    }
  }

  public boolean late(LocalDate today) {
    return date.isBefore(today.minusDays(DAYS_BACK));
  }

  public String year() {
    return toString().substring(0, 4);
  }

  public String month() {
    return toString().substring(5, 7);
  }

  public String dayOfMonth() {
    return toString().substring(8, 10);
  }

  @Override
  public int compareTo(Day other) {
    return date.compareTo(other.date);
  }

  @Override
  public String toString() {
    return date.toString();
  }
}
