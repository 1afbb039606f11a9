package io.daylake.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;

/** Copies what one statement selects into one file. */
final class RangeReader {
  private static final int ROWS_BETWEEN_REPORTS = 1000;

  private RangeReader() {}

  /** The connection has its read view already. Returns the rows copied. */
  static long copy(
      Connection connection,
      SourceTable table,
      String select,
      String uri,
      Configuration hadoop,
      Progress progress) {
    long count = 0;
    try (PreparedStatement statement =
        connection.prepareStatement(
            select, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      // the driver's way to say: stream, do not hold the whole result in memory
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet rows = statement.executeQuery();
          ParquetWriter<ResultSet> file = RowFile.create(uri, table.columns(), hadoop)) {
        while (rows.next()) {
          file.write(rows);
          if (++count % ROWS_BETWEEN_REPORTS == 0) {
            progress.at(count, file.getDataSize());
          }
        }
        progress.at(count, file.getDataSize());
      }
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot read all rows of source table '" + table.name() + "'", e);
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + uri, e);
    }
    return count;
  }
}
