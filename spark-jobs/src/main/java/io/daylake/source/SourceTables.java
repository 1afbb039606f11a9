package io.daylake.source;

import io.daylake.failure.Failure;
import io.daylake.table.LakeNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what the source declares about a table from information_schema. */
public final class SourceTables {
  private static final String COLUMNS =
      "select column_name, column_type, character_set_name, collation_name"
          + " from information_schema.columns where table_schema = database() and table_name = ?"
          + " order by ordinal_position";
  private static final String FACTS =
      "select engine, table_rows from information_schema.tables"
          + " where table_schema = database() and table_name = ?";
  private static final String UNIQUE_KEYS =
      "select index_name, column_name, nullable, sub_part from information_schema.statistics"
          + " where table_schema = database() and table_name = ? and non_unique = 0";

  private SourceTables() {}

  public static SourceTable read(Database database, String table, List<String> key) {
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
        proveKey(connection, table, columns, key);
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

  private static void proveKey(
      Connection connection, String table, List<SourceColumn> columns, List<String> key)
      throws SQLException {
    Map<String, Set<String>> unique = new LinkedHashMap<>();
    Set<String> unusable = new TreeSet<>();
    try (PreparedStatement select = connection.prepareStatement(UNIQUE_KEYS)) {
      select.setString(1, table);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          unique
              .computeIfAbsent(
                  rows.getString(1), index -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))
              .add(String.valueOf(rows.getString(2)));
          boolean partial = rows.getString(4) != null;
          if (partial || "YES".equals(rows.getString(3))) {
            unusable.add(rows.getString(1));
          }
        }
      }
    }
    unique.keySet().removeAll(unusable);
    Set<String> wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    wanted.addAll(key);
    if (!unique.containsValue(wanted)) {
      String has =
          unique.isEmpty()
              ? "none"
              : unique.values().stream()
                  .map(names -> "(" + String.join(", ", names) + ")")
                  .collect(Collectors.joining(", "));
      proveKeyByRows(connection, table, columns, key, has);
    }
  }

  /** A key that the table does not declare is one all the same if its rows say so. */
  private static void proveKeyByRows(
      Connection connection, String table, List<SourceColumn> columns, List<String> key, String has)
      throws SQLException {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    columns.forEach(column -> known.add(column.name()));
    List<String> quoted = key.stream().map(SourceTable::quoted).toList();
    String from = " from " + SourceTable.quoted(table);
    String why = null;
    if (!known.containsAll(key)) {
      why = "it has no such columns";
    } else if (any(
        connection, from + " where " + String.join(" is null or ", quoted) + " is null")) {
      why = "there are rows without it";
    } else if (any(
        connection, from + " group by " + String.join(", ", quoted) + " having count(*) > 1")) {
      why = "there are rows that share one";
    }
    if (why != null) {
      throw Failure.specification(
          "Cannot read source table '%s' by key (%s): %s (keys it declares: %s)"
              .formatted(table, String.join(", ", key), why, has),
          "correct source.key in pipeline.toml, or leave it out: then one reader reads the table");
    }
  }

  private static boolean any(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1" + sql + " limit 1")) {
      return rows.next();
    }
  }
}
