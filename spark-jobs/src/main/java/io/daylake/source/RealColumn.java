package io.daylake.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
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

  /** Beyond these places of its decimal point the server writes a double with an exponent. */
  private static final int LEAST_POINT = -14;

  private static final int GREATEST_POINT = 15;

  private final boolean twice;

  /** {@code twice}: DOUBLE rather than FLOAT. */
  RealColumn(boolean twice) {
    this.twice = twice;
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

  /** As a double, since the server shortens a FLOAT's own text to six digits. */
  @Override
  String checked(String column) {
    return column + " + 0e0";
  }

  @Override
  byte[] canonical(Object value) {
    return text(((Number) value).doubleValue() + 0.0).getBytes(US_ASCII);
  }

  /** Java never writes fewer than two digits, of which one may be enough: 5e-324, not 4.9e-324. */
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(DoubleToDecimal.toString(value)).stripTrailingZeros();
    BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return one.doubleValue() == value ? one.stripTrailingZeros() : digits;
  }

  /**
   * A double as MySQL and MariaDB write it: the fewest digits that tell it from its neighbours
   * (their function {@code my_gcvt}).
   */
  static String text(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    String sign = value < 0 ? "-" : "";
    if (point < LEAST_POINT || point > GREATEST_POINT) {
      String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
      return sign + digits.charAt(0) + rest + "e" + (point - 1);
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    return digits.length() <= point
        ? sign + digits + "0".repeat(point - digits.length())
        : sign + digits.substring(0, point) + "." + digits.substring(point);
  }
}
