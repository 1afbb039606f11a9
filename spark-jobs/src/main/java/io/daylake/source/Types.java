package io.daylake.source;

import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Our own table of types: what each MySQL type becomes in the lake. */
final class Types {
  private static final int LARGEST_PRECISION = 38;

  private Types() {}

  /**
   * The lake's type, or null where we have none.
   *
   * @param name the bare type, such as {@code int}
   * @param full the type as declared, such as {@code int(10) unsigned}
   */
  static DataType of(String name, String full, long precision, long scale) {
    String declared = full.toLowerCase(Locale.ROOT);
    boolean unsigned = declared.contains("unsigned");
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "tinyint" ->
          declared.startsWith("tinyint(1)") && !unsigned
              ? DataTypes.BooleanType
              : unsigned ? DataTypes.ShortType : DataTypes.ByteType;
      case "smallint" -> unsigned ? DataTypes.IntegerType : DataTypes.ShortType;
      case "mediumint", "year" -> DataTypes.IntegerType;
      case "int" -> unsigned ? DataTypes.LongType : DataTypes.IntegerType;
      case "bigint" -> unsigned ? DataTypes.createDecimalType(20, 0) : DataTypes.LongType;
      case "decimal" ->
          precision > LARGEST_PRECISION
              ? null
              : DataTypes.createDecimalType((int) precision, (int) scale);
      case "float" -> DataTypes.FloatType;
      case "double" -> DataTypes.DoubleType;
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set", "json" ->
          DataTypes.StringType;
      case "date" -> DataTypes.DateType;
      case "datetime" -> DataTypes.TimestampNTZType;
      case "timestamp" -> DataTypes.TimestampType;
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          DataTypes.BinaryType;
      default -> null;
    };
  }
}
