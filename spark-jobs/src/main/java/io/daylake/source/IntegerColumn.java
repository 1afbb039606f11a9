package io.daylake.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Whole numbers that fit 64 bits with a sign: the integers, YEAR, BIT(2) to BIT(63). */
final class IntegerColumn extends ColumnType {
  private static final long serialVersionUID = 1L;

  private final int bits;
  private final boolean plain;

  /**
   * @param bits of the lake's type: 8, 16, 32 or 64
   * @param plain whether the column's own text is the number's: not so for YEAR, BIT and ZEROFILL
   */
  IntegerColumn(int bits, boolean plain) {
    this.bits = bits;
    this.plain = plain;
  }

  @Override
  DataType lake() {
    return switch (bits) {
      case 8 -> DataTypes.ByteType;
      case 16 -> DataTypes.ShortType;
      case 32 -> DataTypes.IntegerType;
      default -> DataTypes.LongType;
    };
  }

  @Override
  PrimitiveType parquet(String name) {
    if (bits == 64) {
      return Types.optional(PrimitiveTypeName.INT64).named(name);
    }
    var narrow = Types.optional(PrimitiveTypeName.INT32);
    return bits == 32
        ? narrow.named(name)
        : narrow.as(LogicalTypeAnnotation.intType(bits, true)).named(name);
  }

  @Override
  String selected(String column) {
    return plain ? column : column + " + 0";
  }

  @Override
  Object read(ResultSet rows, int position) throws SQLException {
    long value = rows.getLong(position);
    if (rows.wasNull()) {
      return null;
    }
    return bits == 64 ? (Object) value : (Object) Math.toIntExact(value);
  }

  @Override
  String checked(String column) {
    return selected(column);
  }

  @Override
  byte[] canonical(Object value) {
    return value.toString().getBytes(US_ASCII);
  }

  @Override
  String sampled(String column) {
    return selected(column);
  }

  @Override
  String literal(String sampled, String charset, String collation) {
    return sampled;
  }
}
