package io.daylake.table;

import io.daylake.failure.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What Glue, and so Athena, calls each type. */
public final class GlueTypes {
  private GlueTypes() {}

  /** The lake's columns for rows of this schema. */
  public static List<Column> columns(StructType schema) {
    return Arrays.stream(schema.fields()).map(GlueTypes::column).toList();
  }

  private static Column column(StructField field) {
    return new Column(field.name().toLowerCase(Locale.ROOT), of(field), null);
  }

  private static String of(StructField field) {
    DataType type = field.dataType();
    if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType)) {
      return "timestamp";
    }
    boolean same =
        type instanceof DecimalType
            || List.of(
                    DataTypes.BooleanType,
                    DataTypes.ByteType,
                    DataTypes.ShortType,
                    DataTypes.IntegerType,
                    DataTypes.LongType,
                    DataTypes.FloatType,
                    DataTypes.DoubleType,
                    DataTypes.StringType,
                    DataTypes.DateType,
                    DataTypes.BinaryType)
                .contains(type);
    if (!same) {
      throw Failure.specification(
          "Cannot stage column '"
              + field.name()
              + "': the lake has no answer for type "
              + type.catalogString()
              + " yet",
          "cast it to another type in the SQL");
    }
    return type.catalogString();
  }
}
