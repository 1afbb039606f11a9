package io.daylake.catalog;

import io.daylake.failure.Failure;
import io.daylake.table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a table's columns may change from day to day: columns come, they do not go and do not change.
 */
public final class TableColumns {
  private TableColumns() {}

  /**
   * Those the table has, then those that are new; refused where an old one is gone or of another
   * type.
   */
  public static List<Column> after(String table, List<Column> before, List<Column> day) {
    Map<String, Column> fresh = new LinkedHashMap<>();
    day.forEach(column -> fresh.put(column.name(), column));
    List<Column> after = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Column old : before) {
      Column now = fresh.remove(old.name());
      if (now == null) {
        problems.add("column '" + old.name() + "' is gone");
      } else if (!now.type().equals(old.type())) {
        problems.add(
            "column '" + old.name() + "' changed from " + old.type() + " to " + now.type());
      }
      after.add(old);
    }
    if (!problems.isEmpty()) {
      throw Failure.refused(
          "Cannot publish into table '" + table + "': " + String.join("; ", problems),
          "bring the columns back, or publish into a table of another name");
    }
    after.addAll(fresh.values());
    return after;
  }
}
