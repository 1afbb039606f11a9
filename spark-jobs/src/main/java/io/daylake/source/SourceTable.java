package io.daylake.source;

import io.daylake.table.Column;
import io.daylake.table.GlueTypes;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The source table as it declares itself.
 *
 * @param key lower-case names of the columns that tell rows apart; none where the pipeline names
 *     none
 * @param estimatedRows the server's own estimate
 */
public record SourceTable(
    String name,
    List<SourceColumn> columns,
    List<String> key,
    long estimatedRows,
    String serverVersion)
    implements Serializable {
  public SourceTable {
    columns = List.copyOf(columns);
    key = key.stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
  }

  /** A table as a receipt remembers it: enough to read its files. */
  public static SourceTable of(List<Column> columns, List<String> key, String serverVersion) {
    Dialect dialect = Dialect.of(serverVersion);
    return new SourceTable(
        "",
        columns.stream().map(column -> SourceColumn.remembered(column, dialect)).toList(),
        key,
        0,
        serverVersion);
  }

  /** The same table, read and written in the order of the lake's columns. */
  public SourceTable inOrderOf(List<Column> lake) {
    List<SourceColumn> ordered =
        columns.stream()
            .sorted(Comparator.comparing(SourceColumn::lakeName, Column.inOrderOf(lake)))
            .toList();
    return new SourceTable(name, ordered, key, estimatedRows, serverVersion);
  }

  public StructType schema() {
    return DataTypes.createStructType(
        columns.stream()
            .map(
                column ->
                    DataTypes.createStructField(column.lakeName(), column.type().lake(), true))
            .toList());
  }

  /** The lake's columns, each with what it is at the source. */
  public List<Column> lakeColumns() {
    List<Column> inLake = GlueTypes.columns(schema());
    return IntStream.range(0, columns.size())
        .mapToObj(
            i -> new Column(inLake.get(i).name(), inLake.get(i).type(), columns.get(i).declared()))
        .toList();
  }

  /** Columns whose checksum cannot tell every value from every other, and why. */
  public Map<String, String> inexact() {
    Map<String, String> inexact = new TreeMap<>();
    columns.stream()
        .filter(column -> column.type() instanceof RealColumn)
        .forEach(column -> inexact.put(column.lakeName(), "-0 counts as 0"));
    return inexact;
  }

  List<SourceColumn> keyColumns() {
    return key.stream()
        .map(
            name ->
                columns.stream()
                    .filter(column -> column.lakeName().equals(name))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  /** Reads all rows, each column by its name: a column added meanwhile shifts nothing. */
  String selectAll() {
    return columns.stream()
        .map(column -> column.type().selected(column.quoted()))
        .collect(Collectors.joining(", ", "select ", " from " + quoted()));
  }

  String quoted() {
    return quoted(name);
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
