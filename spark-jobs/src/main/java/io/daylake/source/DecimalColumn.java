package io.daylake.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** DECIMAL up to 38 digits, BIGINT UNSIGNED and BIT(64). */
final class DecimalColumn extends ColumnType {
  private static final long serialVersionUID = 1L;
  private static final int DIGITS_IN_INT = 9;
  private static final int DIGITS_IN_LONG = 18;

  private final int precision;
  private final int scale;
  private final boolean plain;

  /** {@code plain}: whether the column's own text is the number's: not so for BIT and ZEROFILL. */
  DecimalColumn(int precision, int scale, boolean plain) {
    this.precision = precision;
    this.scale = scale;
    this.plain = plain;
  }

  @Override
  DataType lake() {
    return DataTypes.createDecimalType(precision, scale);
  }

  @Override
  PrimitiveType parquet(String name) {
    var decimal = LogicalTypeAnnotation.decimalType(scale, precision);
    if (precision <= DIGITS_IN_INT) {
      return Types.optional(PrimitiveTypeName.INT32).as(decimal).named(name);
    }
    if (precision <= DIGITS_IN_LONG) {
      return Types.optional(PrimitiveTypeName.INT64).as(decimal).named(name);
    }
    return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        .length(bytes())
        .as(decimal)
        .named(name);
  }

  @Override
  String selected(String column) {
    return plain ? column : column + " + 0";
  }

  @Override
  Object read(ResultSet rows, int position) throws SQLException {
    BigDecimal value = rows.getBigDecimal(position);
    if (value == null) {
      return null;
    }
    BigInteger unscaled = value.setScale(scale).unscaledValue();
    if (precision <= DIGITS_IN_INT) {
      return unscaled.intValueExact();
    }
    return precision <= DIGITS_IN_LONG ? (Object) unscaled.longValueExact() : fixed(unscaled);
  }

  @Override
  String checked(String column) {
    return selected(column);
  }

  @Override
  byte[] canonical(Object value) {
    if (value instanceof Binary binary) {
      return new BigDecimal(new BigInteger(binary.getBytes()), scale)
          .toPlainString()
          .getBytes(US_ASCII);
    }
    return Digits.decimal(((Number) value).longValue(), scale);
  }

  @Override
  String sampled(String column) {
    return selected(column);
  }

  @Override
  String literal(String sampled, String charset, String collation) {
    return sampled;
  }

  /** Bytes of the smallest two's complement that holds {@code precision} digits. */
  private int bytes() {
    return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
  }

  private Binary fixed(BigInteger unscaled) {
    byte[] given = unscaled.toByteArray();
    byte[] bytes = new byte[bytes()];
    int padding = bytes.length - given.length;
    Arrays.fill(bytes, 0, padding, (byte) (unscaled.signum() < 0 ? -1 : 0));
    System.arraycopy(given, 0, bytes, padding, given.length);
    return Binary.fromConstantByteArray(bytes);
  }
}
