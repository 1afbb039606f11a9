package io.daylake.source;

import io.daylake.failure.Failure;
import io.daylake.table.LakeNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads what the source declares about a table from information_schema. */
public final class SourceTables {
  private static final String COLUMNS =
      "select column_name, column_type, character_set_name, collation_name"
          + " from information_schema.columns where table_schema = database() and table_name = ?"
          + " order by ordinal_position";
  private static final String FACTS =
      "select engine, table_rows from information_schema.tables"
          + " where table_schema = database() and table_name = ?";

  private SourceTables() {}

  public static SourceTable read(Database database, String table, List<String> key, Limits limits) {
    try (Connection connection = database.connect()) {
      List<SourceColumn> columns = columns(connection, table);
      if (columns.isEmpty()) {
        throw Failure.specification(
            "Cannot read source table '"
                + table
                + "': database '"
                + connection.getCatalog()
                + "' has none of that name that the secret's user may read",
            "correct source.table in pipeline.toml, or grant the user SELECT on it");
      }
      if (!key.isEmpty()) {
        new KeyProof(connection, table, key, limits).prove(columns);
      }
      return new SourceTable(
          table,
          columns,
          key,
          estimatedRows(connection, table),
          connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot read source table '" + table + "'", e);
    }
  }

  /** Whether the table has no row: cheap to ask before anything expensive begins. */
  public static boolean empty(Database database, SourceTable table) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1 from " + table.quoted() + " limit 1")) {
      return !rows.next();
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot read source table '" + table.name() + "'", e);
    }
  }

  /** Whether it is a view: nobody tells whether all of the tables behind one have read views. */
  static boolean isView(Connection connection, String table) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FACTS)) {
      select.setString(1, table);
      try (ResultSet facts = select.executeQuery()) {
        return facts.next() && facts.getString(1) == null;
      }
    }
  }

  /** The columns as they are now, on a connection that may hold a view or a lock. */
  static List<SourceColumn> columnsNow(Connection connection, String table) throws SQLException {
    return columns(connection, table);
  }

  /** An estimate is all the server has. A view has neither engine nor estimate. */
  private static long estimatedRows(Connection connection, String table) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FACTS)) {
      select.setString(1, table);
      try (ResultSet facts = select.executeQuery()) {
        facts.next();
        String engine = facts.getString(1);
        if (engine != null && !engine.equalsIgnoreCase("InnoDB")) {
          throw Failure.specification(
              "Cannot read source table '"
                  + table
                  + "': its engine "
                  + engine
                  + " has no read views",
              "make it an InnoDB table");
        }
        return facts.getLong(2);
      }
    }
  }

  private static List<SourceColumn> columns(Connection connection, String table)
      throws SQLException {
    Dialect dialect = Dialect.of(connection.getMetaData().getDatabaseProductVersion());
    List<SourceColumn> columns = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
      select.setString(1, table);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String name = rows.getString(1);
          String declared = rows.getString(2);
          String problem =
              Types.of(declared, dialect) == null
                  ? "column '%s' is of type %s, which the lake has no answer for yet"
                      .formatted(name, declared)
                  : LakeNames.problem(name);
          if (problem == null) {
            columns.add(
                new SourceColumn(name, declared, rows.getString(3), rows.getString(4), dialect));
          } else {
            problems.add(problem);
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      throw Failure.specification(
          "Cannot read source table '" + table + "': " + String.join("; ", problems),
          "read a view that names it otherwise or leaves it out");
    }
    return columns;
  }
}
