package io.daylake.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Samples a table's keys along the index that orders them, so that no order is ever our own. */
final class KeyWalk implements ReadPlan.Sampler {
  private final Connection connection;
  private final SourceTable table;
  private final List<SourceColumn> key;

  private KeyWalk(Connection connection, SourceTable table) {
    this.connection = connection;
    this.table = table;
    this.key = table.keyColumns();
  }

  /** The ranges for so many readers; one where the key orders none. */
  static ReadPlan plan(Connection connection, SourceTable table, int readers) {
    List<SourceColumn> key = table.keyColumns();
    boolean ordered =
        !key.isEmpty() && key.stream().allMatch(column -> column.type().sampled("") != null);
    return ordered
        ? ReadPlan.of(readers, table.estimatedRows(), new KeyWalk(connection, table))
        : ReadPlan.one();
  }

  @Override
  public List<String> step(List<String> from, long steps) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql(from, steps))) {
      if (!rows.next()) {
        return null;
      }
      List<String> literals = new ArrayList<>();
      for (int i = 0; i < key.size(); i++) {
        SourceColumn column = key.get(i);
        literals.add(
            column.type().literal(rows.getString(i + 1), column.charset(), column.collation()));
      }
      return literals;
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot plan the read of source table '" + table.name() + "'", e);
    }
  }

  private String sql(List<String> from, long steps) {
    List<String> quoted = key.stream().map(SourceColumn::quoted).toList();
    String condition = new KeyRange(from, null).condition(quoted);
    return "select %s from %s%s order by %s limit 1 offset %d"
        .formatted(
            key.stream()
                .map(column -> column.type().sampled(column.quoted()))
                .collect(Collectors.joining(", ")),
            table.quoted(),
            condition == null ? "" : " where " + condition,
            String.join(", ", quoted),
            steps - 1);
  }
}
