package io.daylake.source;

import io.daylake.failure.Failure;
import io.daylake.gate.Checksums;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** Asks the server for the checksums of a table as a connection's read view has it. */
final class ServerChecksums {
  private static final int UNKNOWN_VARIABLE = 1193;
  private static final int TOO_LONG_ON_MYSQL = 3024;
  private static final int TOO_LONG_ON_MARIADB = 1969;

  private ServerChecksums() {}

  static Checksums of(Connection view, SourceTable table, Limits limits) {
    try {
      bound(view, limits.maxServerSeconds());
      try (Statement statement = view.createStatement();
          ResultSet row = statement.executeQuery(sql(table, limits))) {
        row.next();
        return read(row, table, limits);
      } finally {
        bound(view, 0);
      }
    } catch (SQLException e) {
      throw failure(table, limits, e);
    }
  }

  /** One pass over the table, whatever its ranges. */
  private static String sql(SourceTable table, Limits limits) {
    StringBuilder sql = new StringBuilder("select count(*)");
    if (limits.checksums()) {
      for (SourceColumn column : table.columns()) {
        sql.append(", coalesce(").append(Fingerprint.sqlOfColumn(table, column)).append(", 0)");
      }
      for (SourceColumn key : KeyExtremes.comparable(table)) {
        sql.append(", min(%s), max(%s)".formatted(key.quoted(), key.quoted()));
      }
    }
    return sql.append(" from ").append(table.quoted()).toString();
  }

  private static Checksums read(ResultSet row, SourceTable table, Limits limits)
      throws SQLException {
    int position = 1;
    long rows = row.getLong(position++);
    Map<String, String> columns = new TreeMap<>();
    if (limits.checksums()) {
      for (SourceColumn column : table.columns()) {
        columns.put(column.lakeName(), row.getString(position++));
      }
    }
    boolean extremes = limits.checksums() && !KeyExtremes.comparable(table).isEmpty();
    return new Checksums(
        rows,
        columns,
        extremes ? row.getString(position) : null,
        extremes ? row.getString(position + 1) : null);
  }

  /** Seconds; 0 takes the bound away. */
  static void bound(Connection view, int seconds) throws SQLException {
    try (Statement statement = view.createStatement()) {
      try {
        statement.execute("set session max_execution_time = " + seconds * 1000L);
      } catch (SQLException e) {
        if (e.getErrorCode() != UNKNOWN_VARIABLE) {
          throw e;
        }
        statement.execute("set session max_statement_time = " + seconds);
      }
    }
  }

  /** Whether a statement was ended by its bound. */
  static boolean tookTooLong(SQLException thrown) {
    int code = thrown.getErrorCode();
    return code == TOO_LONG_ON_MYSQL || code == TOO_LONG_ON_MARIADB;
  }

  static Failure failure(SourceTable table, Limits limits, SQLException thrown) {
    return tookTooLong(thrown)
        ? Failure.refused(
                "Cannot check '%s' against its source: the server would need longer than %d s"
                    .formatted(table.name(), limits.maxServerSeconds()),
                "raise source.max-server-seconds, or set source.checksums = false")
            .because(thrown)
        : SqlFailures.of("Cannot check '" + table.name() + "' against its source", thrown);
  }
}
