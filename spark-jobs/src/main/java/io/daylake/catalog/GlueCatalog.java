package io.daylake.catalog;

import io.daylake.aws.AwsFailures;
import io.daylake.failure.Failure;
import io.daylake.lease.Lease;
import io.daylake.lease.Time;
import io.daylake.table.Column;
import io.daylake.table.Day;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** One database of the Glue catalogue, call by call. */
final class GlueCatalog implements AutoCloseable {
  private static final Duration READ = Duration.ofSeconds(20);

  private final GlueClient glue;
  private final GlueClient writing;
  private final Time time;
  private final String database;

  GlueCatalog(String database) {
    this(database, client(retries -> {}, READ), client(GlueCatalog::never, Lease.CALL), Time.REAL);
  }

  /**
   * {@code writing} must not try again by itself: a first try may come late, when nobody thinks of
   * it any more.
   */
  GlueCatalog(String database, GlueClient reading, GlueClient writing, Time time) {
    this.database = database.toLowerCase(Locale.ROOT);
    this.glue = reading;
    this.writing = writing;
    this.time = time;
  }

  private static GlueClient client(
      Consumer<ClientOverrideConfiguration.Builder> retries, Duration longest) {
    return GlueClient.builder()
        .httpClientBuilder(ApacheHttpClient.builder())
        .overrideConfiguration(retries.andThen(every -> every.apiCallTimeout(longest)))
        .build();
  }

  private static void never(ClientOverrideConfiguration.Builder every) {
    every.retryStrategy(AwsRetryStrategy.doNotRetry());
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

  /** Where each day of the table is. */
  SortedMap<Day, String> locations(String table) {
    return locations(table, null);
  }

  /** The greatest day after this one; none if there is no such partition. */
  Optional<Day> greatestAfter(String table, Day day) {
    SortedMap<Day, String> later = locations(table, GlueRequests.laterThan(day));
    return later.isEmpty() ? Optional.empty() : Optional.of(later.lastKey());
  }

  private SortedMap<Day, String> locations(String table, String expression) {
    SortedMap<Day, String> locations = new TreeMap<>();
    partitions(table, get -> get.expression(expression).excludeColumnSchema(true))
        .forEach((day, each) -> locations.put(day, each.storageDescriptor().location()));
    return locations;
  }

  /** Each day of the table, the greatest first, with its columns. */
  NavigableMap<Day, Partition> partitions(String table) {
    return partitions(table, get -> {}).descendingMap();
  }

  private NavigableMap<Day, Partition> partitions(
      String table, Consumer<GetPartitionsRequest.Builder> which) {
    // pages may come empty before one that is not
    NavigableMap<Day, Partition> partitions = new TreeMap<>();
    read(
        "Cannot read Glue table '" + table + "'",
        () -> {
          glue.getPartitionsPaginator(
                  get -> get.databaseName(database).tableName(table).applyMutation(which))
              .forEach(
                  page ->
                      page.partitions()
                          .forEach(each -> partitions.put(GlueRequests.day(each.values()), each)));
          return partitions;
        });
    return partitions;
  }

  void create(TableInput table, Lease lease) {
    String sentence = "Cannot create Glue table '" + table.name() + "'";
    if (!creates(table, lease)) {
      throw GlueWrites.conflict(sentence);
    }
  }

  /** Not where another was faster. */
  boolean creates(TableInput table, Lease lease) {
    return writes(lease)
        .write(
            "Cannot create Glue table '" + table.name() + "'",
            () -> writing.createTable(create -> create.databaseName(database).tableInput(table)),
            () -> tableIs(table));
  }

  void update(TableInput table, String version, Lease lease) {
    String sentence = "Cannot update Glue table '" + table.name() + "'";
    if (!updates(table, version, lease)) {
      throw GlueWrites.conflict(sentence);
    }
  }

  /** Not where the table has another version by now. */
  boolean updates(TableInput table, String version, Lease lease) {
    return writes(lease)
        .write(
            "Cannot update Glue table '" + table.name() + "'",
            () ->
                writing.updateTable(
                    update ->
                        update
                            .databaseName(database)
                            .tableInput(table)
                            .versionId(version)
                            .skipArchive(true)),
            () -> tableIs(table));
  }

  void create(String table, PartitionInput partition, Lease lease) {
    writes(lease)
        .mustWrite(
            "Cannot create a partition of Glue table '" + table + "'",
            () ->
                writing.createPartition(
                    create ->
                        create.databaseName(database).tableName(table).partitionInput(partition)),
            () -> partitionIs(table, partition));
  }

  void update(String table, PartitionInput partition, Lease lease) {
    writes(lease)
        .mustWrite(
            "Cannot move a partition of Glue table '" + table + "'",
            () ->
                writing.updatePartition(
                    update ->
                        update
                            .databaseName(database)
                            .tableName(table)
                            .partitionValueList(partition.values())
                            .partitionInput(partition)),
            () -> partitionIs(table, partition));
  }

  /** Files and receipts stay. */
  void delete(String table, Day day, Lease lease) {
    writes(lease)
        .mustWrite(
            "Cannot withdraw a partition of Glue table '" + table + "'",
            () ->
                writing.deletePartition(
                    delete ->
                        delete
                            .databaseName(database)
                            .tableName(table)
                            .partitionValues(GlueRequests.values(day))),
            () -> partition(table, day).isEmpty());
  }

  private GlueWrites writes(Lease lease) {
    return new GlueWrites(lease, time);
  }

  @Override
  public void close() {
    glue.close();
    writing.close();
  }

  static List<Column> columns(StorageDescriptor storage) {
    return storage.columns().stream()
        .map(column -> new Column(column.name(), column.type(), null))
        .toList();
  }

  private boolean tableIs(TableInput wanted) {
    return table(wanted.name())
        .filter(table -> same(wanted.storageDescriptor(), table.storageDescriptor()))
        .filter(
            table ->
                GlueRequests.isAhead(wanted.parameters())
                    == GlueRequests.isAhead(table.parameters()))
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

  static boolean same(StorageDescriptor wanted, StorageDescriptor found) {
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
