package io.daylake.faults;

import io.daylake.support.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What readers of a day see at a moment: where Glue sends them, and the objects they find there.
 * Equal: nothing published has changed.
 *
 * @param partition where the day is, or null
 * @param latest where the latest day is, or null
 * @param files key and ETag of every object that a reader of either reads
 */
record Published(String partition, String latest, Map<String, String> files) {

  static Published now(World world, String table, String day) {
    String partition = partition(world, table, day);
    String latest = latest(world, table);
    Map<String, String> files = new TreeMap<>();
    for (String location : new String[] {partition, latest}) {
      if (location != null) {
        objects(world, location).forEach(each -> files.put(each.key(), each.eTag()));
      }
    }
    return new Published(partition, latest, files);
  }

  /** The rows of the day, read without Spark. */
  List<String> rows(World world, String lines) {
    List<String> rows = new ArrayList<>();
    try {
      Path folder = Files.createTempDirectory("rows");
      for (S3Object object : objects(world, partition)) {
        Path file = folder.resolve(object.key().replace('/', '_'));
        world.s3.getObject(get -> get.bucket(world.bucket).key(object.key()), file);
        read(file, lines, rows);
        Files.delete(file);
      }
      Files.delete(folder);
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Path file, String lines, List<String> rows) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(lines + "read_parquet('" + file + "')")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    } catch (SQLException e) {
      rows.add("no Parquet file: " + e.getMessage());
    }
  }

  /** As Athena: every object whose name does not start with _ or a dot, but no folder's mark. */
  private static List<S3Object> objects(World world, String location) {
    String prefix = location.substring(world.lake.length() + 1);
    return world
        .s3
        .listObjectsV2(list -> list.bucket(world.bucket).prefix(prefix))
        .contents()
        .stream()
        .filter(each -> !each.key().substring(prefix.length()).matches("(.*/)?([_.].*)?"))
        .toList();
  }

  private static String partition(World world, String table, String day) {
    try {
      return world
          .glue
          .getPartition(
              get -> get.databaseName(world.name).tableName(table).partitionValues(day.split("-")))
          .partition()
          .storageDescriptor()
          .location();
    } catch (EntityNotFoundException e) {
      return null;
    }
  }

  private static String latest(World world, String table) {
    try {
      return world
          .glue
          .getTable(get -> get.databaseName(world.name).name(table + "_latest"))
          .table()
          .storageDescriptor()
          .location();
    } catch (EntityNotFoundException e) {
      return null;
    }
  }
}
