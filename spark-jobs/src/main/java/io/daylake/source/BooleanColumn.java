package io.daylake.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** TINYINT(1) and BIT(1): true or false, and nothing else. */
final class BooleanColumn extends ColumnType {
  private static final long serialVersionUID = 1L;
  private static final byte[] TRUE = "1".getBytes(US_ASCII);
  private static final byte[] FALSE = "0".getBytes(US_ASCII);

  @Override
  DataType lake() {
    return DataTypes.BooleanType;
  }

  @Override
  PrimitiveType parquet(String name) {
    return Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
  }

  @Override
  String selected(String column) {
    return column + " + 0";
  }

  @Override
  Object read(ResultSet rows, int position) throws SQLException {
    long value = rows.getLong(position);
    if (rows.wasNull()) {
      return null;
    }
    if (value != 0 && value != 1) {
      throw new SQLException("value " + value + " is neither 0 nor 1, so it is no boolean");
    }
    return value == 1;
  }

  @Override
  String checked(String column) {
    return column + " + 0";
  }

  @Override
  byte[] canonical(Object value) {
    return (Boolean) value ? TRUE : FALSE;
  }

  @Override
  String sampled(String column) {
    return column + " + 0";
  }

  @Override
  String literal(String sampled, String charset, String collation) {
    return sampled;
  }
}
