package io.daylake.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** BINARY, the BLOBs, spatial types and VECTOR: the server's own bytes. */
final class BytesColumn extends ColumnType {
  private static final long serialVersionUID = 1L;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final boolean opaque;
  private final String selected;

  private BytesColumn(boolean opaque, String selected) {
    this.opaque = opaque;
    this.selected = selected;
  }

  static BytesColumn plain() {
    return new BytesColumn(false, "%s");
  }

  /** A type that the server's text functions take only in hexadecimal. */
  static BytesColumn opaque() {
    return new BytesColumn(true, "%s");
  }

  /** A type that the driver does not know, so that it is selected as bytes. */
  static BytesColumn unknownToTheDriver() {
    return new BytesColumn(true, "cast(%s as binary)");
  }

  @Override
  DataType lake() {
    return DataTypes.BinaryType;
  }

  @Override
  PrimitiveType parquet(String name) {
    return Types.optional(PrimitiveTypeName.BINARY).named(name);
  }

  @Override
  String selected(String column) {
    return selected.formatted(column);
  }

  @Override
  Object read(ResultSet rows, int position) throws SQLException {
    byte[] value = rows.getBytes(position);
    return value == null ? null : Binary.fromConstantByteArray(value);
  }

  @Override
  String checked(String column) {
    return opaque ? "hex(" + column + ")" : column;
  }

  @Override
  byte[] canonical(Object value) {
    byte[] bytes = ((Binary) value).getBytes();
    return opaque ? HEX.formatHex(bytes).getBytes(US_ASCII) : bytes;
  }

  @Override
  String sampled(String column) {
    return opaque ? null : "hex(" + column + ")";
  }

  @Override
  String literal(String sampled, String charset, String collation) {
    return "x'" + sampled + "'";
  }
}
