package io.daylake.source;

import java.util.List;

/** The least and the greatest key, where source and files order a key's first column alike. */
final class KeyExtremes {
  private KeyExtremes() {}

  /** The key's first column if it is a plain whole number, else none. */
  static List<SourceColumn> comparable(SourceTable table) {
    return table.keyColumns().stream()
        .limit(1)
        .filter(column -> column.type() instanceof IntegerColumn)
        // a YEAR's or BIT's own text is not its number's
        .filter(column -> column.type().selected("").isEmpty())
        .toList();
  }
}
