package io.daylake.source;

import io.daylake.failure.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Proves that a key names each row once, before readers divide the table by it. */
final class KeyProof {
  private static final String UNIQUE_KEYS =
      "select index_name, column_name, nullable, sub_part from information_schema.statistics"
          + " where table_schema = database() and table_name = ? and non_unique = 0";

  private final Connection connection;
  private final String table;
  private final List<String> key;
  private final Limits limits;

  KeyProof(Connection connection, String table, List<String> key, Limits limits) {
    this.connection = connection;
    this.table = table;
    this.key = key;
    this.limits = limits;
  }

  /** By what the table declares, or else by its rows, within the time of a check. */
  void prove(List<SourceColumn> columns) throws SQLException {
    Map<String, Set<String>> unique = declared();
    Set<String> wanted = caseless();
    wanted.addAll(key);
    if (!unique.containsValue(wanted)) {
      String why = whyNot(columns);
      if (why != null) {
        throw Failure.specification(
            "Cannot read source table '%s' by key (%s): %s (keys it declares: %s)"
                .formatted(table, String.join(", ", key), why, told(unique)),
            "correct source.key in pipeline.toml, or leave it out: then one reader reads the table");
      }
    }
  }

  /** Unique indexes of whole columns that are never null, by name. */
  private Map<String, Set<String>> declared() throws SQLException {
    Map<String, Set<String>> unique = new LinkedHashMap<>();
    Set<String> unusable = new TreeSet<>();
    try (PreparedStatement select = connection.prepareStatement(UNIQUE_KEYS)) {
      select.setString(1, table);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          unique
              .computeIfAbsent(rows.getString(1), index -> caseless())
              .add(String.valueOf(rows.getString(2)));
          boolean partial = rows.getString(4) != null;
          if (partial || "YES".equals(rows.getString(3))) {
            unusable.add(rows.getString(1));
          }
        }
      }
    }
    unique.keySet().removeAll(unusable);
    return unique;
  }

  /** A key that the table does not declare is one all the same if its rows say so. */
  private String whyNot(List<SourceColumn> columns) throws SQLException {
    Set<String> known = caseless();
    columns.forEach(column -> known.add(column.name()));
    List<String> quoted = key.stream().map(SourceTable::quoted).toList();
    if (!known.containsAll(key)) {
      return "it has no such columns";
    }
    if (any(" where " + String.join(" is null or ", quoted) + " is null")) {
      return "there are rows without it";
    }
    return any(" group by " + String.join(", ", quoted) + " having count(*) > 1")
        ? "there are rows that share one"
        : null;
  }

  private boolean any(String condition) throws SQLException {
    ServerChecksums.bound(connection, limits.maxServerSeconds());
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select 1 from " + SourceTable.quoted(table) + condition + " limit 1")) {
      return rows.next();
    } catch (SQLException e) {
      if (!ServerChecksums.tookTooLong(e)) {
        throw e;
      }
      throw Failure.refused(
              "Cannot prove that (%s) names each row of '%s' once: the server would need longer than %d s"
                  .formatted(String.join(", ", key), table, limits.maxServerSeconds()),
              "declare the key in the source, or raise source.max-server-seconds")
          .because(e);
    } finally {
      ServerChecksums.bound(connection, 0);
    }
  }

  private static Set<String> caseless() {
    return new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  }

  private static String told(Map<String, Set<String>> unique) {
    return unique.isEmpty()
        ? "none"
        : unique.values().stream()
            .map(names -> "(" + String.join(", ", names) + ")")
            .collect(Collectors.joining(", "));
  }
}
