package io.daylake.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.daylake.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a secret says about a database. Never printed, never sent anywhere but to the driver. */
record Credentials(String host, int port, String username, String password, String database) {
  private static final List<String> TEXT_KEYS = List.of("host", "username", "password", "dbname");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+");

  /** Reads the JSON that RDS and Secrets Manager agree on; {@code secret} is only its name. */
  static Credentials of(String secret, String json) {
    JsonNode tree = tree(secret, json);
    List<String> bad =
        Stream.concat(
                TEXT_KEYS.stream().filter(key -> !usable(key, tree.path(key).asText(""))),
                Stream.of("port").filter(key -> !port(tree.path(key))))
            .map(key -> tree.has(key) ? "a usable " + key : key)
            .toList();
    if (!bad.isEmpty()) {
      throw Failure.specification(
          "Cannot use secret '" + secret + "': it lacks " + String.join(", ", bad),
          "give it the keys engine, host, port, username, password and dbname");
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
        tree.get("dbname").asText());
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
        "Cannot use secret '" + secret + "': it is not a JSON object",
        "give it the keys engine, host, port, username, password and dbname");
  }

  /** A host goes into an address as it is, so it may hold nothing that means more there. */
  private static boolean usable(String key, String value) {
    return key.equals("host") ? HOST.matcher(value).matches() : !value.isEmpty();
  }

  private static boolean port(JsonNode value) {
    return value.asInt(0) > 0 && value.asInt(0) < 65536;
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
