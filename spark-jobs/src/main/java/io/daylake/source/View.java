package io.daylake.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A read view of the database: what a connection sees until it is closed, whoever writes. */
final class View {
  /** Seconds that a reader waits where a change of the table's definition stands in its way. */
  private static final int PATIENCE = 1;

  private View() {}

  /** Opens the view and touches the table: only that keeps its definition as it is. */
  static void open(Connection connection, SourceTable table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set session lock_wait_timeout = " + PATIENCE);
      statement.execute("set session transaction isolation level repeatable read");
      statement.execute("start transaction with consistent snapshot, read only");
      try (ResultSet touched =
          statement.executeQuery("select 1 from " + table.quoted() + " limit 1")) {
        touched.next();
      }
    }
  }

  /** The server's clock, UTC. */
  static String instant(Connection connection) throws SQLException {
    return text(connection, "select date_format(utc_timestamp(6), '%Y-%m-%dT%H:%i:%s.%fZ')");
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
