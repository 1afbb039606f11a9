package io.daylake.catalog;

import io.daylake.aws.AwsFailures;
import io.daylake.failure.Failure;
import io.daylake.table.Column;
import io.daylake.table.Day;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** One database of the Glue catalogue, call by call. */
final class GlueCatalog implements AutoCloseable {
  private final GlueClient glue =
      GlueClient.builder().httpClientBuilder(ApacheHttpClient.builder()).build();
  private final String database;

  GlueCatalog(String database) {
    this.database = database.toLowerCase(Locale.ROOT);
  }

  void provesDatabase() {
    boolean there =
        read(
                "Cannot use Glue database '" + database + "'",
                () -> glue.getDatabase(get -> get.name(database)))
            .isPresent();
    if (!there) {
      throw Failure.specification(
          "Cannot use Glue database '" + database + "': there is none of that name",
          "create it, or correct `database` in pipeline.toml");
    }
  }

  Optional<Table> table(String name) {
    return read(
        "Cannot read Glue table '" + name + "'",
        () -> glue.getTable(get -> get.databaseName(database).name(name)).table());
  }

  Optional<Partition> partition(String table, Day day) {
    return read(
        "Cannot read Glue table '" + table + "'",
        () ->
            glue.getPartition(
                    get ->
                        get.databaseName(database)
                            .tableName(table)
                            .partitionValues(GlueRequests.values(day)))
                .partition());
  }

  boolean hasLaterThan(String table, Day day) {
    String expression = GlueRequests.laterThan(day);
    // pages may come empty before the one that is not
    return read(
            "Cannot read Glue table '" + table + "'",
            () ->
                glue
                    .getPartitionsPaginator(
                        get ->
                            get.databaseName(database)
                                .tableName(table)
                                .expression(expression)
                                .excludeColumnSchema(true))
                    .stream()
                    .anyMatch(page -> page.hasPartitions() && !page.partitions().isEmpty()))
        .orElse(false);
  }

  void create(TableInput table) {
    GlueWrites.write(
        "Cannot create Glue table '" + table.name() + "'",
        () -> glue.createTable(create -> create.databaseName(database).tableInput(table)),
        () -> tableIs(table));
  }

  void update(TableInput table, String version) {
    GlueWrites.write(
        "Cannot update Glue table '" + table.name() + "'",
        () ->
            glue.updateTable(
                update ->
                    update
                        .databaseName(database)
                        .tableInput(table)
                        .versionId(version)
                        .skipArchive(true)),
        () -> tableIs(table));
  }

  void create(String table, PartitionInput partition) {
    GlueWrites.write(
        "Cannot create a partition of Glue table '" + table + "'",
        () ->
            glue.createPartition(
                create -> create.databaseName(database).tableName(table).partitionInput(partition)),
        () -> partitionIs(table, partition));
  }

  void update(String table, PartitionInput partition) {
    GlueWrites.write(
        "Cannot move a partition of Glue table '" + table + "'",
        () ->
            glue.updatePartition(
                update ->
                    update
                        .databaseName(database)
                        .tableName(table)
                        .partitionValueList(partition.values())
                        .partitionInput(partition)),
        () -> partitionIs(table, partition));
  }

  @Override
  public void close() {
    glue.close();
  }

  static List<Column> columns(Table table) {
    return table.storageDescriptor().columns().stream()
        .map(column -> new Column(column.name(), column.type(), null))
        .toList();
  }

  private boolean tableIs(TableInput wanted) {
    return table(wanted.name())
        .filter(table -> same(wanted.storageDescriptor(), table.storageDescriptor()))
        .isPresent();
  }

  private boolean partitionIs(String table, PartitionInput wanted) {
    return read(
            "Cannot read Glue table '" + table + "'",
            () ->
                glue.getPartition(
                        get ->
                            get.databaseName(database)
                                .tableName(table)
                                .partitionValues(wanted.values()))
                    .partition())
        .filter(found -> same(wanted.storageDescriptor(), found.storageDescriptor()))
        .isPresent();
  }

  private static boolean same(StorageDescriptor wanted, StorageDescriptor found) {
    return wanted.location().equals(found.location()) && wanted.columns().equals(found.columns());
  }

  private static <T> Optional<T> read(String sentence, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (EntityNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsFailures.of(sentence, e);
    }
  }
}
