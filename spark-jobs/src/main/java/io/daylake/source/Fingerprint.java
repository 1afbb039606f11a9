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
    List<String> parts =
        table.keyColumns().stream().map(column -> column.type().checked(column.quoted())).toList();
    return parts.size() == 1
        ? "crc32(" + parts.get(0) + ") | 1"
        : parts.stream().collect(Collectors.joining(", ", "crc32(concat_ws(',', ", ")) | 1"));
  }

  static String sqlOfColumn(SourceTable table, SourceColumn column) {
    String share =
        "(crc32(" + column.type().checked(column.quoted()) + ") + 1) * (" + sqlOfKey(table) + ")";
    return (table.key().isEmpty() ? "sum(" : "bit_xor(") + share + ")";
  }

  static long ofKey(List<byte[]> key) {
    if (key.isEmpty()) {
      return 1;
    }
    CRC32 crc = new CRC32();
    for (int i = 0; i < key.size(); i++) {
      if (i > 0) {
        crc.update(BETWEEN);
      }
      crc.update(key.get(i));
    }
    return crc.getValue() | 1;
  }

  static long share(byte[] value, long key) {
    CRC32 crc = new CRC32();
    crc.update(value);
    return (crc.getValue() + 1) * key;
  }
}
