package io.daylake.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a run can be looked at while it lasts, and where it leaves bytes: their contents by name.
 */
public final class Places {
  private static final List<String> PAGES =
      List.of("/environment", "/jobs", "/stages", "/executors", "/sql");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, byte[]> bytes = new TreeMap<>();

  /** What others on the machine see of a process. */
  public void lookAt(Process process) {
    for (String what : List.of("cmdline", "environ")) {
      try {
        byte[] seen = Files.readAllBytes(Path.of("/proc", process.pid() + "", what));
        if (seen.length > 0) {
          bytes.put(what, seen);
        }
      } catch (IOException e) {
        // it has ended
      }
    }
  }

  /** Spark's own pages, while it has any. */
  public void lookAtUi(String ui) throws InterruptedException {
    try {
      String applications = new String(answer(ui + "/api/v1/applications"), StandardCharsets.UTF_8);
      if (applications.contains("\"id\" : \"")) {
        String id = applications.split("\"id\" : \"", 2)[1].split("\"", 2)[0];
        for (String page : PAGES) {
          bytes.put("ui " + page, answer(ui + "/api/v1/applications/" + id + page));
        }
        bytes.put("ui page", answer(ui + "/environment/"));
      }
    } catch (IOException e) {
      Thread.sleep(50);
    }
  }

  /** What is left when a run has ended: files, objects, what the catalogue says. */
  public void lookAtWhatIsLeft(World world, List<Path> folders) throws IOException {
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          bytes.put(file.toString(), Files.readAllBytes(file));
        }
      }
    }
    for (String key : world.keys("")) {
      bytes.put("s3 " + key, world.bytes(key).getBytes(StandardCharsets.ISO_8859_1));
    }
    bytes.put("glue", new Catalogue(world).everything().getBytes(StandardCharsets.UTF_8));
  }

  /** A place that was not looked at proves nothing. */
  public void assertLookedAt(String... pieces) {
    List<String> names = new ArrayList<>(bytes.keySet());
    for (String piece : pieces) {
      assertThat(names).anyMatch(name -> name.contains(piece));
    }
  }

  public void assertHide(Planted secret) {
    Map<String, List<String>> found = new TreeMap<>();
    bytes.forEach(
        (place, seen) -> {
          List<String> spellings = secret.in(seen);
          if (!spellings.isEmpty()) {
            found.put(place, spellings);
          }
        });
    assertThat(found).isEmpty();
  }

  private byte[] answer(String uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
    return client.send(request, BodyHandlers.ofByteArray()).body();
  }
}
