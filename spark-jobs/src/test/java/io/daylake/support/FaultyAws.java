package io.daylake.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a program and the real AWS of the test, and answers some calls wrongly. */
public final class FaultyAws implements AutoCloseable {
  /** Which calls, and what happens to them. */
  public interface Fault {
    /** {@code operation}: Glue's and Secrets Manager's own name, or S3's method, path and query. */
    Answer on(String operation);

    /** AWS has answered rightly, and the program does not know it yet. */
    default void answered(String operation) {}
  }

  public enum Answer {
    RIGHT,
    ACCESS_DENIED,
    SLOW_DOWN,
    ERROR_BEFORE,
    ERROR_AFTER
  }

  private static final Set<String> NOT_OURS =
      Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

  /** How often a call was answered wrongly: a fault that never fired proves nothing. */
  public final AtomicInteger fired = new AtomicInteger();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;
  private final String behind;
  private final Fault fault;

  public FaultyAws(String behind, Fault fault) {
    this.behind = behind;
    this.fault = fault;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError("no port for the faulty AWS", e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String operation = operation(exchange);
      Answer answer = fault.on(operation);
      switch (answer) {
        case RIGHT -> {
          HttpResponse<byte[]> response = forward(exchange, body);
          fault.answered(operation);
          send(exchange, response);
        }
        case ACCESS_DENIED -> sendError(exchange, 403, "AccessDenied");
        case SLOW_DOWN -> sendError(exchange, 503, "SlowDown");
        case ERROR_BEFORE -> sendError(exchange, 500, "InternalError");
        case ERROR_AFTER -> {
          forward(exchange, body);
          sendError(exchange, 500, "InternalError");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String operation(HttpExchange exchange) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    return target == null
        ? exchange.getRequestMethod() + " " + exchange.getRequestURI()
        : target.substring(target.lastIndexOf('.') + 1);
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static void send(HttpExchange exchange, HttpResponse<byte[]> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
              }
            });
    int length = response.body().length;
    exchange.sendResponseHeaders(response.statusCode(), length == 0 ? -1 : length);
    exchange.getResponseBody().write(response.body());
  }

  private void sendError(HttpExchange exchange, int status, String code) throws IOException {
    fired.incrementAndGet();
    boolean json = exchange.getRequestHeaders().containsKey("X-Amz-Target");
    byte[] body =
        (json
                ? "{\"__type\":\"" + code + "\",\"message\":\"as the test wants it\"}"
                : "<Error><Code>" + code + "</Code><Message>as the test wants it</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
