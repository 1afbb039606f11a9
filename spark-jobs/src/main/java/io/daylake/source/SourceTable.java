package io.daylake.source;

import io.daylake.table.Column;
import io.daylake.table.GlueTypes;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The source table as it declares itself. */
public record SourceTable(
    String name, List<SourceColumn> columns, List<String> key, String serverVersion)
    implements Serializable {
  public SourceTable {
    columns = List.copyOf(columns);
    key = key.stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
  }

  public StructType schema() {
    return DataTypes.createStructType(
        columns.stream()
            .map(column -> DataTypes.createStructField(column.lakeName(), column.type(), true))
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

  /** Reads all rows, each column by its name: a column added meanwhile shifts nothing. */
  String selectAll() {
    return columns.stream()
        .map(column -> quoted(column.name()))
        .collect(Collectors.joining(", ", "select ", " from " + quoted(name)));
  }

  String countAll() {
    return "select count(*) from " + quoted(name);
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
