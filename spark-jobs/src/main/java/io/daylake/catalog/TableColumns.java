package io.daylake.catalog;

import io.daylake.failure.Failure;
import io.daylake.table.Column;
import io.daylake.table.Widening;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table's columns and those of a day's files: columns come, they do not go, and a column's type
 * only ever grows. See docs/schema-changes.md.
 */
public final class TableColumns {
  private TableColumns() {}

  /**
   * Those the table has, in their order and each with the widest type it ever had, then those that
   * are new; refused where Athena could not read old and new files as one column.
   */
  public static List<Column> after(String table, List<Column> before, List<Column> day) {
    Map<String, Column> fresh = new LinkedHashMap<>();
    day.forEach(column -> fresh.put(column.name(), column));
    List<Column> after = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Column old : before) {
      Column now = fresh.remove(old.name());
      if (now == null || Widening.holds(old.type(), now.type())) {
        after.add(old);
      } else if (Widening.holds(now.type(), old.type())) {
        after.add(new Column(old.name(), now.type(), null));
      } else {
        problems.add(changed(old, now));
      }
    }
    if (!problems.isEmpty()) {
      throw Failure.refused(
          "Cannot publish into table '"
              + table
              + "': "
              + String.join("; ", problems)
              + ", and Athena cannot read both as one column",
          "change it back, give the new one another name, or publish into a table of another name");
    }
    after.addAll(fresh.values());
    return after;
  }

  /** Whether Athena reads files of these columns through the table as it is now. */
  static void provesReadable(String table, List<Column> columns, List<Column> files) {
    Map<String, Column> there =
        columns.stream().collect(Collectors.toMap(Column::name, Function.identity()));
    List<String> problems = new ArrayList<>();
    for (Column file : files) {
      Column column = there.get(file.name());
      if (column == null) {
        problems.add("the table has no column '" + file.name() + "' any more");
      } else if (!Widening.holds(column.type(), file.type())) {
        problems.add(changed(file, column));
      }
    }
    if (!problems.isEmpty()) {
      throw Failure.refused(
          "Cannot show these files through table '" + table + "': " + String.join("; ", problems),
          "choose another run by daylake runs, or publish the day again");
    }
  }

  private static String changed(Column from, Column to) {
    return "column '" + from.name() + "' changed from " + from.type() + " to " + to.type();
  }
}
