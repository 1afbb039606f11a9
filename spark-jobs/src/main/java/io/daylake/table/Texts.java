package io.daylake.table;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;

/** Values as texts, and types that two versions of a column can both be compared in. */
public final class Texts {
  private static final int LONGEST = 1000;
  private static final int DIGITS = 38;

  private Texts() {}

  /** As Spark writes it, bytes as hexadecimal digits; what is very long is cut. */
  static Column of(Column value, DataType type) {
    Column text = type.equals(DataTypes.BinaryType) ? hex(value) : value.cast("string");
    return when(length(text).leq(LONGEST), text)
        .otherwise(concat(text.substr(1, LONGEST), lit("…")));
  }

  /**
   * A type that holds every value of both, or text; a number beside one in binary fractions is
   * compared as DOUBLE, and so to about 15 digits.
   */
  public static DataType common(DataType one, DataType other) {
    if (one.equals(other)) {
      return one;
    } else if (!(one instanceof NumericType) || !(other instanceof NumericType)) {
      return DataTypes.StringType;
    }
    DecimalType first = exact(one);
    DecimalType second = exact(other);
    if (first == null || second == null) {
      return DataTypes.DoubleType;
    }
    int scale = Math.max(first.scale(), second.scale());
    int whole = Math.max(first.precision() - first.scale(), second.precision() - second.scale());
    return whole + scale > DIGITS
        ? DataTypes.StringType
        : DataTypes.createDecimalType(whole + scale, scale);
  }

  /** Null for what counts in binary fractions. */
  private static DecimalType exact(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal;
    } else if (type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType)) {
      return null;
    }
    return DataTypes.createDecimalType(20, 0);
  }
}
