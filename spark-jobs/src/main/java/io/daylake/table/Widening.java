package io.daylake.table;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which types of the lake hold all values of which others, so that Athena shows a file of the
 * narrower one right under a column of the wider. Proved by queries on Trino, see
 * docs/schema-changes.md: a FLOAT under DOUBLE cannot be asked for by its value, a decimal of
 * another scale is not found by it.
 */
public final class Widening {
  private static final List<String> INTEGERS = List.of("tinyint", "smallint", "int", "bigint");
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");

  private Widening() {}

  /** Whether a column of type {@code wide} may have files of type {@code narrow}; Glue's names. */
  public static boolean holds(String wide, String narrow) {
    if (wide.equals(narrow)) {
      return true;
    }
    if (INTEGERS.contains(wide) && INTEGERS.contains(narrow)) {
      return INTEGERS.indexOf(wide) > INTEGERS.indexOf(narrow);
    }
    Matcher wider = DECIMAL.matcher(wide);
    Matcher narrower = DECIMAL.matcher(narrow);
    return wider.matches()
        && narrower.matches()
        && wider.group(2).equals(narrower.group(2))
        && Integer.parseInt(wider.group(1)) > Integer.parseInt(narrower.group(1));
  }
}
