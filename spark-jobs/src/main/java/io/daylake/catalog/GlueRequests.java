package io.daylake.catalog;

import io.daylake.table.Column;
import io.daylake.table.Day;
import io.daylake.table.Partition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Our words in Glue's: pure translation. */
final class GlueRequests {
  private static final String SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
  private static final String INPUT =
      "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
  private static final String OUTPUT =
      "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
  private static final List<Column> PARTITION_KEYS =
      List.of(
          new Column("y", "string", null),
          new Column("m", "string", null),
          new Column("d", "string", null));

  private static final String DAY = "daylake.day";

  /** Whether days are left whose partitions have other columns than the table. */
  private static final String BEHIND = "daylake.partitions-behind";

  private GlueRequests() {}

  /** The table of all days. Its own location is only a parent: each partition has its own. */
  static TableInput table(Partition partition, List<Column> columns) {
    return table(partition, columns, Map.of());
  }

  /** The same, with columns that its partitions are yet to get. */
  static TableInput tableAhead(Partition partition, List<Column> columns) {
    return table(partition, columns, Map.of(BEHIND, "true"));
  }

  static boolean isAhead(Map<String, String> parameters) {
    return parameters.containsKey(BEHIND);
  }

  private static TableInput table(
      Partition partition, List<Column> columns, Map<String, String> more) {
    Map<String, String> parameters = new TreeMap<>(more);
    parameters.put("classification", "parquet");
    parameters.put("EXTERNAL", "TRUE");
    String parent =
        "s3://%s/%s/%s/".formatted(partition.bucket(), partition.database(), partition.table());
    return external(partition.table())
        .storageDescriptor(storage(columns, parent))
        .partitionKeys(glue(PARTITION_KEYS))
        .parameters(parameters)
        .build();
  }

  /** The table of the greatest published day: where that day's partition is, and as it is. */
  static TableInput latest(
      String table, software.amazon.awssdk.services.glue.model.Partition greatest) {
    StorageDescriptor storage = greatest.storageDescriptor();
    return external(latestName(table))
        .storageDescriptor(storage(GlueCatalog.columns(storage), storage.location()))
        .parameters(
            Map.of(
                "classification",
                "parquet",
                "EXTERNAL",
                "TRUE",
                DAY,
                day(greatest.values()).toString(),
                "daylake.run",
                greatest.parameters().getOrDefault("daylake.run", "")))
        .build();
  }

  static PartitionInput partition(Partition partition, List<Column> columns) {
    return PartitionInput.builder()
        .values(values(partition.day()))
        .storageDescriptor(storage(columns, partition.location()))
        .parameters(
            Map.of(
                "classification",
                "parquet",
                DAY,
                partition.day().toString(),
                "daylake.run",
                partition.run()))
        .build();
  }

  /** A day's partition as it is, but with the table's columns. */
  static PartitionInput withColumns(
      software.amazon.awssdk.services.glue.model.Partition there, List<Column> columns) {
    return PartitionInput.builder()
        .values(there.values())
        .storageDescriptor(there.storageDescriptor().copy(each -> each.columns(glue(columns))))
        .parameters(there.parameters())
        .build();
  }

  /** The day of the greatest published partition; empty of a table that is not of our making. */
  static Optional<Day> dayOfLatest(Table latest) {
    return Optional.ofNullable(latest.parameters().get(DAY)).map(Day::of);
  }

  static String latestName(String table) {
    return table + "_latest";
  }

  static List<String> values(Day day) {
    return List.of(day.year(), day.month(), day.dayOfMonth());
  }

  static Day day(List<String> values) {
    return Day.of(String.join("-", values));
  }

  /** Glue's expression for the partitions of later days. */
  static String laterThan(Day day) {
    return "(y > '%1$s') or (y = '%1$s' and m > '%2$s') or (y = '%1$s' and m = '%2$s' and d > '%3$s')"
        .formatted(day.year(), day.month(), day.dayOfMonth());
  }

  private static TableInput.Builder external(String name) {
    return TableInput.builder().name(name).tableType("EXTERNAL_TABLE");
  }

  private static StorageDescriptor storage(List<Column> columns, String location) {
    return StorageDescriptor.builder()
        .columns(glue(columns))
        .location(location)
        .inputFormat(INPUT)
        .outputFormat(OUTPUT)
        .serdeInfo(SerDeInfo.builder().serializationLibrary(SERDE).build())
        .build();
  }

  private static List<software.amazon.awssdk.services.glue.model.Column> glue(
      List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                software.amazon.awssdk.services.glue.model.Column.builder()
                    .name(column.name())
                    .type(column.type())
                    .build())
        .toList();
  }
}
