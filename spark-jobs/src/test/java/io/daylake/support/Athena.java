package io.daylake.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.Row;

/** What people see who query a world's tables through Athena, whichever engine answers there. */
public final class Athena implements AutoCloseable {
  private final World world;
  private final AthenaClient client;

  public Athena(World world) {
    this.world = world;
    client =
        AthenaClient.builder()
            .httpClientBuilder(ApacheHttpClient.builder())
            .endpointOverride(URI.create(world.awsEndpoint()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();
  }

  /** The rows of the answer, each as {@code a|b|null}. */
  public List<String> rows(String sql) {
    QueryExecution ended = ended(sql);
    assertThat(ended.status().state())
        .as("%s: %s", sql, ended.status().stateChangeReason())
        .isEqualTo(QueryExecutionState.SUCCEEDED);
    return client
        .getQueryResults(get -> get.queryExecutionId(ended.queryExecutionId()))
        .resultSet()
        .rows()
        .stream()
        .skip(1)
        .map(Athena::text)
        .toList();
  }

  /** Why a query failed. */
  public String failure(String sql) {
    QueryExecution ended = ended(sql);
    assertThat(ended.status().state()).as(sql).isEqualTo(QueryExecutionState.FAILED);
    return ended.status().stateChangeReason();
  }

  private static String text(Row row) {
    return String.join(
        "|", row.data().stream().map(Datum::varCharValue).map(String::valueOf).toList());
  }

  private QueryExecution ended(String sql) {
    String id =
        client
            .startQueryExecution(
                start ->
                    start
                        .queryString(sql)
                        .queryExecutionContext(context -> context.database(world.name))
                        .resultConfiguration(
                            result -> result.outputLocation(world.lake + "/athena/")))
            .queryExecutionId();
    while (true) {
      QueryExecution execution =
          client.getQueryExecution(get -> get.queryExecutionId(id)).queryExecution();
      if (!Arrays.asList(QueryExecutionState.QUEUED, QueryExecutionState.RUNNING)
          .contains(execution.status().state())) {
        return execution;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
