package io.daylake.source;

import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.spark.sql.types.DataType;

/**
 * One type of the source from end to end: how it is selected and read, what it is in a file and in
 * the lake, and the text by which the server and the file prove that they hold the same value.
 *
 * <p>A file's value is a Boolean, Integer, Long, Float, Double or Binary, as its Parquet type has
 * it.
 */
abstract class ColumnType implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What it is in the lake. */
  abstract DataType lake();

  /** What it is in a file; always optional. */
  abstract PrimitiveType parquet(String name);

  /** The SQL that the reader selects; {@code column} is quoted. */
  String selected(String column) {
    return column;
  }

  /**
   * The value as the file holds it; null for NULL.
   *
   * @throws SQLException if the value has no exact place in the file
   */
  abstract Object read(ResultSet rows, int position) throws SQLException;

  /** The SQL whose bytes are those of {@link #canonical}; {@code column} is quoted. */
  String checked(String column) {
    return column;
  }

  /** The bytes that stand for a file's value in a checksum. */
  abstract byte[] canonical(Object value);

  /** Whether a file's value stands for a date that no calendar has, such as 0000-00-00. */
  boolean impossibleDate(Object value) {
    return false;
  }

  /** The SQL that samples a key, or null where the type orders no ranges. */
  String sampled(String column) {
    return null;
  }

  /** A sampled key as SQL; {@code charset} and {@code collation} are null where it has none. */
  String literal(String sampled, String charset, String collation) {
    throw new UnsupportedOperationException();
  }
}
