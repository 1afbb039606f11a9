package io.daylake.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A row of a file in the terms of {@link Fingerprint}. */
final class FileRow {
  private final List<SourceColumn> columns;
  private final List<FileValue> values;
  private final int[] key;
  private final byte[][] keyTexts;

  FileRow(SourceTable table) {
    columns = table.columns();
    key = table.keyColumns().stream().mapToInt(columns::indexOf).toArray();
    keyTexts = new byte[key.length][];
    values = columns.stream().map(column -> value(table, column)).toList();
  }

  private static FileValue value(SourceTable table, SourceColumn column) {
    boolean inKey = table.key().contains(column.lakeName());
    return inKey ? new KeyValue(column.type()) : new FileValue(column.type());
  }

  /** By column. */
  List<FileValue> values() {
    return values;
  }

  /** The key's part of every share of this row. */
  long keyFactor() {
    for (int i = 0; i < key.length; i++) {
      keyTexts[i] = ((KeyValue) values.get(key[i])).text();
    }
    return Fingerprint.ofKey(keyTexts);
  }

  /** The key's first column as a whole number; null where it is none, or NULL. */
  Long keyNumber() {
    return ((KeyValue) values.get(key[0])).number();
  }

  /** Such as {@code id=7, seen=2026-11-01}. */
  String keyInWords() {
    return Arrays.stream(key)
        .mapToObj(
            i -> {
              boolean isNull = values.get(i).code() == 0;
              byte[] text = ((KeyValue) values.get(i)).text();
              return columns.get(i).lakeName()
                  + "="
                  + (isNull ? "null" : new String(text, StandardCharsets.UTF_8));
            })
        .collect(Collectors.joining(", "));
  }
}
