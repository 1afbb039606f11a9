package io.daylake.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.daylake.aws.S3Uri;
import io.daylake.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a secret says about a database. Never printed, never sent anywhere but to the driver.
 *
 * @param authorities who may vouch for the server, or null where nobody is asked
 */
record Credentials(
    String host, int port, String username, String password, String database, S3Uri authorities) {
  private static final List<String> TEXT_KEYS = List.of("host", "username", "password", "dbname");
  private static final String AUTHORITIES = "ssl_ca";
  private static final String KEYS =
      "give it the keys engine, host, port, username, password and dbname,"
          + " and ssl_ca (s3://<bucket>/<key>) where the server's certificate is to be verified";

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+");

  /** Reads the JSON that RDS and Secrets Manager agree on; {@code secret} is only its name. */
  static Credentials of(String secret, String json) {
    JsonNode tree = tree(secret, json);
    List<String> bad =
        Stream.of(
                TEXT_KEYS.stream().filter(key -> !usable(key, tree.path(key).asText(""))),
                Stream.of("port").filter(key -> !port(tree.path(key))),
                Stream.of(AUTHORITIES).filter(key -> !authorities(tree.path(key))))
            .flatMap(keys -> keys)
            .map(key -> tree.has(key) ? "a usable " + key : key)
            .toList();
    if (!bad.isEmpty()) {
      throw Failure.specification(
          "Cannot use secret '" + secret + "': it lacks " + String.join(", ", bad), KEYS);
    }
    String engine = tree.path("engine").asText("mysql");
    if (!engine.equals("mysql") && !engine.equals("mariadb")) {
      throw Failure.specification(
          "Cannot use secret '" + secret + "': its engine is neither mysql nor mariadb",
          "give the secret of a MySQL database");
    }
    return new Credentials(
        tree.get("host").asText(),
        tree.get("port").asInt(),
        tree.get("username").asText(),
        tree.get("password").asText(),
        tree.get("dbname").asText(),
        tree.hasNonNull(AUTHORITIES) ? S3Uri.of(tree.get(AUTHORITIES).asText()) : null);
  }

  private static JsonNode tree(String secret, String json) {
    try {
      JsonNode tree = new ObjectMapper().readTree(json);
      if (tree != null && tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      // told below, without the text: it is a secret, and the parser's message would quote it
    }
    throw Failure.specification(
        "Cannot use secret '" + secret + "': it is not a JSON object", KEYS);
  }

  /** A host goes into an address as it is, so it may hold nothing that means more there. */
  private static boolean usable(String key, String value) {
    return key.equals("host") ? HOST.matcher(value).matches() : !value.isEmpty();
  }

  private static boolean port(JsonNode value) {
    return value.asInt(0) > 0 && value.asInt(0) < 65536;
  }

  private static boolean authorities(JsonNode value) {
    return value.isMissingNode() || value.isNull() || S3Uri.isObject(value.asText());
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
