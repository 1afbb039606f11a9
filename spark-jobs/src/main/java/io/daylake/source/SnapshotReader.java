package io.daylake.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/** Runs in the task: holds the connection and its read view, and hands out one row at a time. */
final class SnapshotReader implements Iterator<Row> {
  private final SourceTable table;
  private final Connection connection;
  private final ResultSet rows;
  private final RowReader reader;
  private boolean looked;
  private boolean present;

  private SnapshotReader(SourceTable table, Connection connection, ResultSet rows) {
    this.table = table;
    this.connection = connection;
    this.rows = rows;
    this.reader = new RowReader(table);
  }

  static SnapshotReader open(
      Database database, SourceTable table, CollectionAccumulator<Snapshot.Taken> taken) {
    Connection connection = database.connect();
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> close(connection));
    try {
      Statement statement = connection.createStatement();
      statement.execute("set session transaction isolation level repeatable read");
      statement.execute("start transaction with consistent snapshot");
      String at = text(statement, "select date_format(utc_timestamp(6), '%Y-%m-%dT%H:%i:%s.%fZ')");
      String position = LogPosition.of(connection);
      long count = Long.parseLong(text(statement, table.countAll()));
      taken.add(new Snapshot.Taken(at, position, count));
      Statement select =
          connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
      // the driver's way to say: stream, do not hold the whole result in memory
      select.setFetchSize(Integer.MIN_VALUE);
      return new SnapshotReader(table, connection, select.executeQuery(table.selectAll()));
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot read source table '" + table.name() + "'", e);
    }
  }

  @Override
  public boolean hasNext() {
    if (!looked) {
      try {
        present = rows.next();
        looked = true;
      } catch (SQLException e) {
        throw SqlFailures.of("Cannot read all rows of source table '" + table.name() + "'", e);
      }
      if (!present) {
        close(connection);
      }
    }
    return present;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    looked = false;
    return reader.read(rows);
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // the rows are already here, or the failure that matters is already on its way
    }
  }
}
