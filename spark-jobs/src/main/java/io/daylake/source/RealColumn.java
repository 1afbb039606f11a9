package io.daylake.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** FLOAT and DOUBLE, bit for bit. Checksums do not tell -0 from 0. */
final class RealColumn extends ColumnType {
  private static final long serialVersionUID = 1L;

  private final boolean twice;
  private final boolean plain;
  private final int width;

  private RealColumn(boolean twice, boolean plain, int width) {
    this.twice = twice;
    this.plain = plain;
    this.width = width;
  }

  /** {@code digits}: declared for its text, which then says less than the value; else 0. */
  static RealColumn ofDouble(int digits, Dialect dialect) {
    boolean plain = digits == 0;
    return new RealColumn(true, plain, plain ? dialect.doubleWidth : dialect.realWidth);
  }

  static RealColumn ofFloat(Dialect dialect) {
    return new RealColumn(false, false, dialect.realWidth);
  }

  @Override
  DataType lake() {
    return twice ? DataTypes.DoubleType : DataTypes.FloatType;
  }

  @Override
  PrimitiveType parquet(String name) {
    return Types.optional(twice ? PrimitiveTypeName.DOUBLE : PrimitiveTypeName.FLOAT).named(name);
  }

  @Override
  Object read(ResultSet rows, int position) throws SQLException {
    Object value = twice ? (Object) rows.getDouble(position) : (Object) rows.getFloat(position);
    return rows.wasNull() ? null : value;
  }

  /** As a double where the server shortens the column's own text, as it does a FLOAT's. */
  @Override
  String checked(String column) {
    return plain ? column : column + " + 0e0";
  }

  @Override
  byte[] canonical(Object value) {
    return RealText.of(((Number) value).doubleValue(), width).getBytes(US_ASCII);
  }
}
