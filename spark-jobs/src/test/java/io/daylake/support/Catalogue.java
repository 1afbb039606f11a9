package io.daylake.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** What readers see: Glue's tables and, through them alone, the rows. */
public final class Catalogue {
  private final World world;

  public Catalogue(World world) {
    this.world = world;
  }

  /** Where each published day of a table is. */
  public Map<String, String> days(String table) {
    Map<String, String> days = new TreeMap<>();
    for (Partition partition : partitions(table)) {
      days.put(String.join("-", partition.values()), partition.storageDescriptor().location());
    }
    return days;
  }

  public String latest(String table) {
    try {
      return table(table + "_latest").storageDescriptor().location();
    } catch (EntityNotFoundException e) {
      return null;
    }
  }

  public Table table(String name) {
    return world.glue.getTable(get -> get.databaseName(world.name).name(name)).table();
  }

  public List<Partition> partitions(String table) {
    return world
        .glue
        .getPartitionsPaginator(get -> get.databaseName(world.name).tableName(table))
        .stream()
        .flatMap(page -> page.partitions().stream())
        .toList();
  }

  /** The rows of a published day, as a reader of the table gets them. */
  public Dataset<Row> rows(String table, String day) {
    return at(days(table).get(day));
  }

  public Dataset<Row> at(String location) {
    return TestSpark.session().read().option("recursiveFileLookup", "true").parquet(location);
  }

  /**
   * Everything published: pointers, and the files behind each of them. Equal texts: nothing
   * changed.
   */
  public String everything() {
    List<String> lines = new ArrayList<>();
    List<Table> tables =
        world.glue.getTablesPaginator(get -> get.databaseName(world.name)).stream()
            .flatMap(page -> page.tableList().stream())
            .toList();
    for (Table table : tables) {
      lines.add(
          table.name() + " " + table.storageDescriptor().columns() + " " + table.parameters());
      if (table.partitionKeys().isEmpty()) {
        lines.add(table.name() + " " + behind(table.storageDescriptor().location()));
      } else {
        days(table.name())
            .forEach((day, at) -> lines.add(table.name() + " " + day + " " + behind(at)));
      }
    }
    return String.join("\n", lines);
  }

  private String behind(String location) {
    String prefix = location.substring(world.lake.length() + 1);
    return location
        + world
            .s3
            .listObjectsV2(list -> list.bucket(world.bucket).prefix(prefix))
            .contents()
            .stream()
            .map(file -> " " + file.key().substring(prefix.length()) + " " + file.eTag())
            .toList();
  }
}
