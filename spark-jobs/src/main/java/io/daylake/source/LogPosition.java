package io.daylake.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where in the server's log a read view stands, as far as the server tells without special rights.
 */
final class LogPosition {
  private static final int UNKNOWN_VARIABLE = 1193;
  private static final int NOT_ALLOWED = 1227;
  private static final int SYNTAX = 1064;

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
      return gtid == null || gtid.isEmpty() ? file(connection) : "gtid " + gtid.replace("\n", "");
    } catch (SQLException e) {
      if (e.getErrorCode() == UNKNOWN_VARIABLE) {
        return null;
      }
      throw e;
    }
  }

  /**
   * The log's file and offset, where the user may ask: by MySQL's new words, or by its old ones.
   */
  private static String file(Connection connection) throws SQLException {
    for (String sql : List.of("show binary log status", "show master status")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        return rows.next() ? rows.getString(1) + ":" + rows.getString(2) : null;
      } catch (SQLException e) {
        if (e.getErrorCode() != SYNTAX && e.getErrorCode() != NOT_ALLOWED) {
          throw e;
        }
      }
    }
    return null;
  }
}
