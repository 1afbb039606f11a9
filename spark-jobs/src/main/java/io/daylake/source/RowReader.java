package io.daylake.source;

import io.daylake.failure.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Reads one row of a result, each column by its type in the lake, never by the driver's guess. */
final class RowReader {
  private interface Getter {
    Object get(ResultSet rows, int position) throws SQLException;
  }

  private final List<SourceColumn> columns;
  private final Getter[] getters;

  RowReader(SourceTable table) {
    columns = table.columns();
    getters = columns.stream().map(column -> getter(column.type())).toArray(Getter[]::new);
  }

  Row read(ResultSet rows) {
    Object[] values = new Object[getters.length];
    for (int i = 0; i < values.length; i++) {
      try {
        Object value = getters[i].get(rows, i + 1);
        values[i] = rows.wasNull() ? null : value;
      } catch (SQLException | ArithmeticException e) {
        SourceColumn column = columns.get(i);
        throw Failure.refused(
                "Cannot read column '%s' (%s): %s"
                    .formatted(column.name(), column.declared(), e.getMessage()),
                "correct the value in the source and run the day again")
            .because(e);
      }
    }
    return RowFactory.create(values);
  }

  private static Getter getter(DataType type) {
    if (type.equals(DataTypes.BooleanType)) {
      return RowReader::truth;
    } else if (type.equals(DataTypes.ByteType)) {
      return ResultSet::getByte;
    } else if (type.equals(DataTypes.ShortType)) {
      return ResultSet::getShort;
    } else if (type.equals(DataTypes.IntegerType)) {
      return ResultSet::getInt;
    } else if (type.equals(DataTypes.LongType)) {
      return ResultSet::getLong;
    } else if (type instanceof DecimalType) {
      return ResultSet::getBigDecimal;
    } else if (type.equals(DataTypes.FloatType)) {
      return ResultSet::getFloat;
    } else if (type.equals(DataTypes.DoubleType)) {
      return ResultSet::getDouble;
    } else if (type.equals(DataTypes.StringType)) {
      return ResultSet::getString;
    } else if (type.equals(DataTypes.DateType)) {
      return (rows, position) -> rows.getObject(position, LocalDate.class);
    } else if (type.equals(DataTypes.TimestampNTZType)) {
      return (rows, position) -> rows.getObject(position, LocalDateTime.class);
    } else if (type.equals(DataTypes.TimestampType)) {
      return RowReader::instant;
    } else if (type.equals(DataTypes.BinaryType)) {
      return ResultSet::getBytes;
    }
    throw new IllegalArgumentException("no getter for " + type);
  }

  private static Object truth(ResultSet rows, int position) throws SQLException {
    byte value = rows.getByte(position);
    if (value != 0 && value != 1) {
      throw new SQLException("value " + value + " is neither 0 nor 1, so it is no boolean");
    }
    return value == 1;
  }

  /** The session is in UTC, so the local time is the instant's. */
  private static Object instant(ResultSet rows, int position) throws SQLException {
    LocalDateTime time = rows.getObject(position, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }
}
