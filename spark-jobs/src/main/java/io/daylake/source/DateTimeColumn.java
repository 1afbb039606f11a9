package io.daylake.source;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * DATETIME, a wall clock's time without a zone, and TIMESTAMP, an instant (the session is in UTC):
 * microseconds since 1970-01-01 00:00:00.
 */
final class DateTimeColumn extends ColumnType {
  private static final long serialVersionUID = 1L;
  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400 * SECOND;

  private final boolean instant;
  private final int digits;

  /** {@code digits} of a second's fraction: 0 to 6. */
  DateTimeColumn(boolean instant, int digits) {
    this.instant = instant;
    this.digits = digits;
  }

  @Override
  DataType lake() {
    return instant ? DataTypes.TimestampType : DataTypes.TimestampNTZType;
  }

  @Override
  PrimitiveType parquet(String name) {
    return Types.optional(PrimitiveTypeName.INT64)
        .as(LogicalTypeAnnotation.timestampType(instant, TimeUnit.MICROS))
        .named(name);
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
    long seconds =
        (Digits.read(text, 11, 2) * 60 + Digits.read(text, 14, 2)) * 60 + Digits.read(text, 17, 2);
    return Calendar.read(text) * DAY + seconds * SECOND + Digits.readMicroseconds(text, 20);
  }

  @Override
  byte[] canonical(Object value) {
    byte[] text = new byte[digits == 0 ? 19 : 20 + digits];
    long time = Math.floorMod((Long) value, DAY);
    long seconds = time / SECOND;
    Calendar.write(Math.floorDiv((Long) value, DAY), text);
    text[10] = ' ';
    Digits.write(seconds / 3600, text, 11, 2);
    text[13] = ':';
    Digits.write(seconds / 60 % 60, text, 14, 2);
    text[16] = ':';
    Digits.write(seconds % 60, text, 17, 2);
    Digits.writeMicroseconds(time % SECOND, text, 19, digits);
    return text;
  }

  @Override
  boolean impossibleDate(Object value) {
    return Calendar.impossible(Math.floorDiv((Long) value, DAY));
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
