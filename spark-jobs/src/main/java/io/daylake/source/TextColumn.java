package io.daylake.source;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Whatever is a text: its characters in UTF-8, whatever the column's own character set. */
final class TextColumn extends ColumnType {
  private static final long serialVersionUID = 1L;
  private static final String AS_STORED = "%s";

  /** How a column's text compares, which decides whether its keys make ranges. */
  enum Order {
    /** By a collation. */
    COLLATED,
    /** By what the text means, such as a UUID's bytes: the server reads a plain text so. */
    MEANT,
    /** By something that a text does not tell, such as an ENUM's position. */
    HIDDEN
  }

  private final Order order;
  private final String expression;

  TextColumn(Order order) {
    this(order, AS_STORED);
  }

  /** {@code expression}: a format that makes the text of the column, such as {@code %s + 0}. */
  TextColumn(Order order, String expression) {
    this.order = order;
    this.expression = expression;
  }

  /** Whether a value's text is what the column stores, and no expression's. */
  boolean isAsStored() {
    return order == Order.COLLATED && expression.equals(AS_STORED);
  }

  @Override
  DataType lake() {
    return DataTypes.StringType;
  }

  @Override
  PrimitiveType parquet(String name) {
    return Types.optional(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  @Override
  String selected(String column) {
    return order == Order.MEANT ? checked(column) : expression.formatted(column);
  }

  /** The session's character set is UTF-8, so the bytes come as the file wants them. */
  @Override
  Object read(ResultSet rows, int position) throws SQLException {
    byte[] value = rows.getBytes(position);
    return value == null ? null : Binary.fromConstantByteArray(value);
  }

  @Override
  String checked(String column) {
    return "convert(" + expression.formatted(column) + " using utf8mb4)";
  }

  @Override
  byte[] canonical(Object value) {
    return ((Binary) value).getBytes();
  }

  @Override
  String sampled(String column) {
    return switch (order) {
      case COLLATED -> "hex(" + column + ")";
      case MEANT -> "hex(" + checked(column) + ")";
      case HIDDEN -> null;
    };
  }

  @Override
  String literal(String sampled, String charset, String collation) {
    return order == Order.COLLATED
        ? "_" + charset + " x'" + sampled + "' collate " + collation
        : "_utf8mb4 x'" + sampled + "'";
  }
}
