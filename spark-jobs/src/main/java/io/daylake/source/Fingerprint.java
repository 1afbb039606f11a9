package io.daylake.source;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * One value's share of its column's checksum: {@code (CRC32(value) + 1) * (CRC32(key) | 1)} modulo
 * 2^64, and no share for NULL. The same formula as SQL for the server and as Java for the files;
 * the key in it makes a value in the wrong row a difference. Shares are joined by exclusive or,
 * which the server does fastest; without a key, where equal rows would cancel each other, by a sum.
 */
final class Fingerprint {
  private static final byte[] BETWEEN = ",".getBytes(StandardCharsets.US_ASCII);

  private Fingerprint() {}

  static String sqlOfKey(SourceTable table) {
    if (table.key().isEmpty()) {
      return "1";
    }
    List<String> parts = table.keyColumns().stream().map(SourceColumn::checked).toList();
    return parts.size() == 1
        ? "crc32(" + parts.get(0) + ") | 1"
        : parts.stream().collect(Collectors.joining(", ", "crc32(concat_ws(',', ", ")) | 1"));
  }

  static String sqlOfShare(SourceTable table, SourceColumn column) {
    return "(crc32(" + column.checked() + ") + 1) * (" + sqlOfKey(table) + ")";
  }

  static String sqlOfColumn(SourceTable table, SourceColumn column) {
    return (table.key().isEmpty() ? "sum(" : "bit_xor(") + sqlOfShare(table, column) + ")";
  }

  static long ofKey(byte[][] texts) {
    if (texts.length == 0) {
      return 1;
    }
    CRC32 crc = new CRC32();
    for (int i = 0; i < texts.length; i++) {
      if (i > 0) {
        crc.update(BETWEEN);
      }
      crc.update(texts[i]);
    }
    return crc.getValue() | 1;
  }

  /** Of a value's text, never 0; times the key's factor it is the value's share. */
  static long code(byte[] text) {
    CRC32 crc = new CRC32();
    crc.update(text);
    return crc.getValue() + 1;
  }
}
