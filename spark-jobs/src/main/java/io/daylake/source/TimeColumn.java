package io.daylake.source;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * TIME, which is a length from -838:59:59 to 838:59:59 and no time of a day: signed microseconds.
 */
final class TimeColumn extends ColumnType {
  private static final long serialVersionUID = 1L;
  private static final long SECOND = 1_000_000;

  private final int digits;

  /** {@code digits} of a second's fraction: 0 to 6. */
  TimeColumn(int digits) {
    this.digits = digits;
  }

  @Override
  DataType lake() {
    return DataTypes.LongType;
  }

  @Override
  PrimitiveType parquet(String name) {
    return Types.optional(PrimitiveTypeName.INT64).named(name);
  }

  @Override
  String selected(String column) {
    return "cast(" + column + " as char)";
  }

  @Override
  Object read(ResultSet rows, int position) throws SQLException {
    byte[] text = rows.getBytes(position);
    if (text == null) {
      return null;
    }
    int sign = text[0] == '-' ? 1 : 0;
    int hours = text[sign + 2] == ':' ? 2 : 3;
    int minutes = sign + hours + 1;
    long seconds =
        (Digits.read(text, sign, hours) * 60 + Digits.read(text, minutes, 2)) * 60
            + Digits.read(text, minutes + 3, 2);
    long length = seconds * SECOND + Digits.readMicroseconds(text, minutes + 6);
    return sign == 1 ? -length : length;
  }

  @Override
  byte[] canonical(Object value) {
    long length = Math.abs((Long) value);
    long seconds = length / SECOND;
    String whole =
        "%s%02d:%02d:%02d"
            .formatted(
                (Long) value < 0 ? "-" : "", seconds / 3600, seconds / 60 % 60, seconds % 60);
    byte[] start = whole.getBytes(StandardCharsets.US_ASCII);
    byte[] text =
        java.util.Arrays.copyOf(start, digits == 0 ? start.length : start.length + 1 + digits);
    Digits.writeMicroseconds(length % SECOND, text, start.length, digits);
    return text;
  }

  @Override
  String sampled(String column) {
    return selected(column);
  }

  @Override
  String literal(String sampled, String charset, String collation) {
    return "'" + sampled + "'";
  }
}
