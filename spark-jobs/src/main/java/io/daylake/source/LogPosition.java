package io.daylake.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where in the server's log a read view stands, as far as the server tells without special rights.
 */
final class LogPosition {
  private static final int UNKNOWN_VARIABLE = 1193;

  private LogPosition() {}

  /**
   * To be asked on the connection that just opened the read view; null where the server does not
   * tell.
   */
  static String of(Connection connection) throws SQLException {
    Map<String, String> status = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show status like 'binlog_snapshot_%'")) {
      while (rows.next()) {
        status.put(rows.getString(1).toLowerCase(java.util.Locale.ROOT), rows.getString(2));
      }
    }
    // MariaDB: exactly the read view's position
    String file = status.getOrDefault("binlog_snapshot_file", "");
    if (!file.isEmpty()) {
      return file + ":" + status.get("binlog_snapshot_position");
    }
    return gtid(connection);
  }

  /** MySQL: what was executed when asked, which is at or just after the read view. */
  private static String gtid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select @@global.gtid_executed")) {
      rows.next();
      String gtid = rows.getString(1);
      return gtid == null || gtid.isEmpty() ? null : "gtid " + gtid.replace("\n", "");
    } catch (SQLException e) {
      if (e.getErrorCode() == UNKNOWN_VARIABLE) {
        return null;
      }
      throw e;
    }
  }
}
