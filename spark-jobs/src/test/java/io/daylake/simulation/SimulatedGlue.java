package io.daylake.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateDatabaseResponse;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionResponse;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.CreateTableResponse;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionResponse;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdatePartitionResponse;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableResponse;

/**
 * As much of Glue as publishing uses, each call at one instant. AwsContract says how it is Glue.
 */
public final class SimulatedGlue implements GlueClient {
  private static final Pattern COMPARISON = Pattern.compile("\\(?(\\w+) ([<>=]) '([^']*)'\\)?");

  /** A pointer that moved: of a day's partition, or of a table ({@code day} is null). */
  public record Change(String table, String day, String from, String to) {}

  /** All that happened to pointers, in order. */
  public final List<Change> changes = new ArrayList<>();

  private final Map<String, Map<String, Table>> databases = new HashMap<>();
  private final Map<String, TreeMap<String, Partition>> partitions = new HashMap<>();

  @Override
  public CreateDatabaseResponse createDatabase(CreateDatabaseRequest asked) {
    databases.put(lower(asked.databaseInput().name()), new HashMap<>());
    return CreateDatabaseResponse.builder().build();
  }

  @Override
  public GetTableResponse getTable(GetTableRequest asked) {
    return GetTableResponse.builder().table(table(asked.databaseName(), asked.name())).build();
  }

  @Override
  public CreateTableResponse createTable(CreateTableRequest asked) {
    TableInput input = asked.tableInput();
    Map<String, Table> tables = tables(asked.databaseName());
    if (tables.containsKey(lower(input.name()))) {
      throw refused(AlreadyExistsException.builder(), "AlreadyExistsException");
    }
    tables.put(lower(input.name()), table(input, 0));
    partitions.put(at(asked.databaseName(), input.name()), new TreeMap<>());
    changed(input.name(), null, null, input.storageDescriptor().location());
    return CreateTableResponse.builder().build();
  }

  @Override
  public UpdateTableResponse updateTable(UpdateTableRequest asked) {
    TableInput input = asked.tableInput();
    Table there = table(asked.databaseName(), input.name());
    if (asked.versionId() != null && !asked.versionId().equals(there.versionId())) {
      throw refused(ConcurrentModificationException.builder(), "ConcurrentModificationException");
    }
    tables(asked.databaseName())
        .put(lower(input.name()), table(input, Integer.parseInt(there.versionId()) + 1));
    changed(
        input.name(),
        null,
        there.storageDescriptor().location(),
        input.storageDescriptor().location());
    return UpdateTableResponse.builder().build();
  }

  @Override
  public GetPartitionResponse getPartition(GetPartitionRequest asked) {
    Partition there =
        partitions(asked.databaseName(), asked.tableName())
            .get(String.join("-", asked.partitionValues()));
    if (there == null) {
      throw notFound();
    }
    return GetPartitionResponse.builder().partition(there).build();
  }

  @Override
  public GetPartitionsResponse getPartitions(GetPartitionsRequest asked) {
    List<String> keys =
        table(asked.databaseName(), asked.tableName()).partitionKeys().stream()
            .map(column -> column.name())
            .toList();
    return GetPartitionsResponse.builder()
        .partitions(
            partitions(asked.databaseName(), asked.tableName()).values().stream()
                .filter(each -> fits(asked.expression(), keys, each.values()))
                .toList())
        .build();
  }

  @Override
  public CreatePartitionResponse createPartition(CreatePartitionRequest asked) {
    var there = partitions(asked.databaseName(), asked.tableName());
    String day = String.join("-", asked.partitionInput().values());
    if (there.containsKey(day)) {
      throw refused(AlreadyExistsException.builder(), "AlreadyExistsException");
    }
    there.put(day, partition(asked.partitionInput()));
    String to = asked.partitionInput().storageDescriptor().location();
    changed(asked.tableName(), day, null, to);
    return CreatePartitionResponse.builder().build();
  }

  @Override
  public UpdatePartitionResponse updatePartition(UpdatePartitionRequest asked) {
    var there = partitions(asked.databaseName(), asked.tableName());
    String day = String.join("-", asked.partitionValueList());
    if (!there.containsKey(day)) {
      throw notFound();
    }
    String from = there.get(day).storageDescriptor().location();
    there.put(day, partition(asked.partitionInput()));
    changed(asked.tableName(), day, from, asked.partitionInput().storageDescriptor().location());
    return UpdatePartitionResponse.builder().build();
  }

  @Override
  public DeletePartitionResponse deletePartition(DeletePartitionRequest asked) {
    var there = partitions(asked.databaseName(), asked.tableName());
    String day = String.join("-", asked.partitionValues());
    Partition gone = there.remove(day);
    if (gone == null) {
      throw notFound();
    }
    changed(asked.tableName(), day, gone.storageDescriptor().location(), null);
    return DeletePartitionResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  private void changed(String table, String day, String from, String to) {
    changes.add(new Change(lower(table), day, from, to));
  }

  private Map<String, Table> tables(String database) {
    Map<String, Table> tables = databases.get(lower(database));
    if (tables == null) {
      throw notFound();
    }
    return tables;
  }

  private Table table(String database, String name) {
    Table table = tables(database).get(lower(name));
    if (table == null) {
      throw notFound();
    }
    return table;
  }

  private Map<String, Partition> partitions(String database, String name) {
    table(database, name);
    return partitions.get(at(database, name));
  }

  private static Table table(TableInput input, int version) {
    return Table.builder()
        .name(lower(input.name()))
        .tableType(input.tableType())
        .storageDescriptor(input.storageDescriptor())
        .partitionKeys(input.partitionKeys())
        .parameters(input.parameters())
        .versionId(Integer.toString(version))
        .build();
  }

  private static Partition partition(PartitionInput input) {
    return Partition.builder()
        .values(input.values())
        .storageDescriptor(input.storageDescriptor())
        .parameters(input.parameters())
        .build();
  }

  /** Comparisons of texts, joined by `and`, and these by `or`. */
  private static boolean fits(String expression, List<String> keys, List<String> values) {
    return expression == null
        || Arrays.stream(expression.split(" or ", -1))
            .anyMatch(
                all ->
                    Arrays.stream(all.split(" and ", -1))
                        .allMatch(one -> compares(one, keys, values)));
  }

  private static boolean compares(String comparison, List<String> keys, List<String> values) {
    Matcher match = COMPARISON.matcher(comparison);
    if (!match.matches()) {
      throw new UnsupportedOperationException("expression " + comparison);
    }
    int order = values.get(keys.indexOf(match.group(1))).compareTo(match.group(3));
    return switch (match.group(2)) {
      case ">" -> order > 0;
      case "<" -> order < 0;
      default -> order == 0;
    };
  }

  private static RuntimeException refused(AwsServiceException.Builder builder, String code) {
    return builder
        .statusCode(400)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }

  private static RuntimeException notFound() {
    return refused(EntityNotFoundException.builder(), "EntityNotFoundException");
  }

  private static String at(String database, String table) {
    return lower(database) + "." + lower(table);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
