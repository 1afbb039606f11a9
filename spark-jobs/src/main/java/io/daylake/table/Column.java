package io.daylake.table;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A column of a table of the lake: {@code type} is Glue's; {@code sourceType} the source's own, or
 * null.
 */
public record Column(String name, String type, String sourceType) {
  /** Names as these columns have them, others after them as they come. */
  public static Comparator<String> inOrderOf(List<Column> columns) {
    List<String> names = columns.stream().map(Column::name).toList();
    return Comparator.comparingInt(
        name -> {
          int place = names.indexOf(name.toLowerCase(Locale.ROOT));
          return place < 0 ? names.size() : place;
        });
  }
}
