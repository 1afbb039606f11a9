package io.daylake.source;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** DATE: days since 1970-01-01; {@link Calendar} has the impossible ones. */
final class DateColumn extends ColumnType {
  private static final long serialVersionUID = 1L;

  @Override
  DataType lake() {
    return DataTypes.DateType;
  }

  @Override
  PrimitiveType parquet(String name) {
    return Types.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.dateType()).named(name);
  }

  /** The server's text, since no driver hands over 0000-00-00. */
  @Override
  String selected(String column) {
    return "cast(" + column + " as char)";
  }

  @Override
  Object read(ResultSet rows, int position) throws SQLException {
    byte[] text = rows.getBytes(position);
    return text == null ? null : (int) Calendar.read(text);
  }

  @Override
  byte[] canonical(Object value) {
    byte[] text = new byte[10];
    Calendar.write((Integer) value, text);
    return text;
  }

  @Override
  boolean impossibleDate(Object value) {
    return Calendar.impossible((Integer) value);
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
