package io.daylake.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rules of the local AWS by which calls fail. */
final class AwsFaults {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String rules;

  /** Ids of our own rules: others may use the same AWS. */
  private final List<String> posted = new CopyOnWriteArrayList<>();

  AwsFaults(String endpoint) {
    rules = endpoint + "/_lakehouse/faults";
  }

  void post(Map<String, Object> rule) {
    try {
      posted.add(ask("POST", "", json.writeValueAsString(rule)).path("id").asText());
    } catch (IOException e) {
      throw new AssertionError(rule.toString(), e);
    }
  }

  List<String> fired() {
    List<String> fired = new ArrayList<>();
    for (JsonNode rule : ask("GET", "", "")) {
      boolean ours = posted.contains(rule.path("id").asText());
      for (JsonNode each : ours ? rule.path("fired") : json.createArrayNode()) {
        fired.add(
            rule.path("fault").asText()
                + " "
                + each.path("operation").asText()
                + " "
                + each.path("at").asText());
      }
    }
    return fired;
  }

  /** Does it, beside the call that waits, once the first rule has fired. */
  void whenFired(Runnable action) {
    Thread thread =
        new Thread(
            () -> {
              while (fired().isEmpty()) {
                Thread.onSpinWait();
              }
              action.run();
            },
            "when fired");
    thread.setDaemon(true);
    thread.start();
  }

  void clear() {
    posted.forEach(id -> ask("DELETE", "/" + id, ""));
    posted.clear();
  }

  private JsonNode ask(String method, String path, String body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(rules + path))
              .method(method, BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError(method + " " + body + ": " + answer.body());
      }
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError("the local AWS takes no rules", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
