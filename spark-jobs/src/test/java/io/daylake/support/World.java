package io.daylake.support;

import io.daylake.InProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * A bucket, a Glue database, a schema, secrets and a pipeline's folder of a test's own, in a stack
 * shared by all.
 */
public final class World implements AutoCloseable {
  public final String name = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  public final String bucket = name;
  public final String lake = "s3://" + bucket;
  public final String secret = name + "/reader";
  public final Path folder;
  public final S3Client s3;
  public final GlueClient glue;
  public final SecretsManagerClient secrets;
  private final Environment environment;

  public World(Environment environment, Path temporary) {
    this.environment = environment;
    this.folder = temporary.resolve("crimes_" + name);
    useAws(environment.awsEndpoint());
    s3 =
        S3Client.builder()
            .httpClientBuilder(ApacheHttpClient.builder())
            .endpointOverride(aws())
            .region(Region.US_EAST_1)
            .credentialsProvider(keys())
            .forcePathStyle(true)
            .build();
    glue =
        GlueClient.builder()
            .httpClientBuilder(ApacheHttpClient.builder())
            .endpointOverride(aws())
            .region(Region.US_EAST_1)
            .credentialsProvider(keys())
            .build();
    secrets =
        SecretsManagerClient.builder()
            .httpClientBuilder(ApacheHttpClient.builder())
            .endpointOverride(aws())
            .region(Region.US_EAST_1)
            .credentialsProvider(keys())
            .build();
    s3.createBucket(create -> create.bucket(bucket));
    glue.createDatabase(create -> create.databaseInput(input -> input.name(name)));
    TestSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.s3a.bucket." + bucket + ".endpoint", environment.awsEndpoint());
    sqlAsAdmin("create database " + name);
    sqlAsAdmin("create user '" + name + "'@'%' identified by '" + password() + "'");
    sqlAsAdmin("grant all on " + name + ".* to '" + name + "'@'%'");
    secret(secret, secretJson());
  }

  /** Where the program under test finds AWS: the SDK reads it as it reads AWS_ENDPOINT_URL. */
  public void useAws(String endpoint) {
    System.setProperty("aws.endpointUrl", endpoint);
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.region", "us-east-1");
  }

  public String awsEndpoint() {
    return environment.awsEndpoint();
  }

  /** Planted, so that a test can look for it where no secret may be. */
  public String password() {
    return "pw-" + name;
  }

  public Map<String, Object> secretJson() {
    Map<String, Object> json = new TreeMap<>();
    json.put("engine", "mysql");
    json.put("host", environment.mysqlHost());
    json.put("port", environment.mysqlPort());
    json.put("username", name);
    json.put("password", password());
    json.put("dbname", name);
    return json;
  }

  public void secret(String id, Map<String, Object> json) {
    secret(id, text(json));
  }

  /** As a rotation does it: the secret's name stays, its value is another. */
  public void changeSecret(String id, Map<String, Object> json) {
    secrets.putSecretValue(put -> put.secretId(id).secretString(text(json)));
  }

  public void secret(String id, String text) {
    secrets.createSecret(create -> create.name(id).secretString(text));
  }

  public void sql(String... statements) {
    run(name, name, password(), statements);
  }

  /** What a statement selects, as texts; none where its table is not there. */
  public List<List<String>> rows(String sql) {
    try (Connection connection = DriverManager.getConnection(url(name), name, password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> found = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        found.add(row);
      }
      return found;
    } catch (SQLException e) {
      if ("42S02".equals(e.getSQLState())) {
        return List.of();
      }
      throw new AssertionError("The test's own SQL failed: " + sql, e);
    }
  }

  public void sqlAsAdmin(String... statements) {
    run("", environment.admin(), environment.adminPassword(), statements);
  }

  public void write(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String text(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void delete(String path) {
    try {
      Files.deleteIfExists(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder's name is the pipeline's. */
  public String pipeline() {
    return folder.getFileName().toString();
  }

  public Ran ingest(String day, String run, String... more) {
    return daylake(dayArguments("ingest", day, run, more));
  }

  public Ran curate(String day, String run, String... more) {
    return daylake(dayArguments("curate", day, run, more));
  }

  public Ran daylake(String... arguments) {
    TestSpark.session();
    InProcess.Said said = InProcess.run(arguments);
    List<String> all = List.of(arguments);
    int run = all.indexOf("--run");
    boolean named = run >= 0 && all.get(run + 1).matches("[\\w.-]{1,128}");
    String outcome = named ? outcome(arguments[0], all.get(run + 1)) : null;
    return new Ran(all, said.exit(), said.out(), said.err(), outcome);
  }

  /** The outcome object, or null if there is none. */
  public String outcome(String command, String run) {
    return object("_outcomes/" + pipeline() + "/" + run + "/" + command + ".json");
  }

  public String object(String key) {
    try {
      return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
    } catch (NoSuchKeyException e) {
      return null;
    }
  }

  /** Any object, byte by byte as a text. */
  public String bytes(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key))
        .asString(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  public void put(String key, String text) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  public List<String> keys(String prefix) {
    return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  /**
   * As if the minute had passed for which a lease is kept after a call that nobody knows the end
   * of.
   */
  public void leaseLapses(String table) {
    String key = name + "/" + table + "/_leases/publish.json";
    String held = object(key);
    if (held != null) {
      put(key, held.replace("\"free\" : false", "\"free\" : true"));
    }
  }

  @Override
  public void close() {
    useAws(environment.awsEndpoint());
    sqlAsAdmin("drop database if exists " + name, "drop user if exists '" + name + "'@'%'");
    s3.close();
    glue.close();
    secrets.close();
  }

  private String[] dayArguments(String command, String day, String run, String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                command,
                "--pipeline",
                folder.toString(),
                "--lake",
                lake,
                "--day",
                day,
                "--run",
                run));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  static String text(Map<String, Object> json) {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI aws() {
    return URI.create(environment.awsEndpoint());
  }

  private static StaticCredentialsProvider keys() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  }

  private void run(String schema, String user, String password, String... statements) {
    try (Connection connection = DriverManager.getConnection(url(schema), user, password);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError("The test's own SQL failed: " + List.of(statements), e);
    }
  }

  private String url(String schema) {
    return "jdbc:mysql://%s:%d/%s"
        .formatted(environment.mysqlHost(), environment.mysqlPort(), schema);
  }
}
