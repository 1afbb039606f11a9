package io.daylake.source;

import io.daylake.failure.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;

/** Reads what the source declares about a table from information_schema. */
public final class SourceTables {
  private static final Pattern LAKE_NAME = Pattern.compile("[A-Za-z0-9_]+");
  private static final Set<String> PARTITION_KEYS = Set.of("y", "m", "d");

  private static final String COLUMNS =
      "select column_name, data_type, column_type, numeric_precision, numeric_scale"
          + " from information_schema.columns where table_schema = database() and table_name = ?"
          + " order by ordinal_position";
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
      proveKey(connection, table, key);
      return new SourceTable(
          table, columns, key, connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot read source table '" + table + "'", e);
    }
  }

  /** Whether the table has no row: cheap to ask before anything expensive begins. */
  public static boolean empty(Database database, SourceTable table) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select 1 from " + SourceTable.quoted(table.name()) + " limit 1")) {
      return !rows.next();
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot read source table '" + table.name() + "'", e);
    }
  }

  private static List<SourceColumn> columns(Connection connection, String table)
      throws SQLException {
    List<SourceColumn> columns = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
      select.setString(1, table);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String name = rows.getString(1);
          String declared = rows.getString(3);
          DataType type = Types.of(rows.getString(2), declared, rows.getLong(4), rows.getLong(5));
          if (type == null) {
            problems.add(
                "column '"
                    + name
                    + "' is of type "
                    + declared
                    + ", which the lake has no answer for yet");
          } else if (!LAKE_NAME.matcher(name).matches()) {
            problems.add(
                "column '"
                    + name
                    + "' has other characters in its name than letters, digits and _");
          } else if (PARTITION_KEYS.contains(name.toLowerCase(Locale.ROOT))) {
            problems.add(
                "column '" + name + "' is named like a partition key of the lake (y, m, d)");
          } else {
            columns.add(new SourceColumn(name, declared, type));
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      throw Failure.specification(
          "Cannot read source table '" + table + "': " + String.join("; ", problems),
          "read a view or a table with other columns");
    }
    return columns;
  }

  private static void proveKey(Connection connection, String table, List<String> key)
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
                  .map(columns -> "(" + String.join(", ", columns) + ")")
                  .collect(Collectors.joining(", "));
      throw Failure.specification(
          "Cannot read source table '"
              + table
              + "' by key ("
              + String.join(", ", key)
              + "): it has no such primary or unique key without nulls (it has: "
              + has
              + ")",
          "correct source.key in pipeline.toml, or give the table that key");
    }
  }
}
