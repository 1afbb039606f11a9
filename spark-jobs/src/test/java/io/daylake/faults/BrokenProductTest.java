package io.daylake.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix notices what is known to be wrong. */
class BrokenProductTest {
  /** Cells that notice a variant, and of what they complain. */
  private record Noticed(String by, String broken) {}

  private static final Map<String, Noticed> NOTICED =
      Map.of(
          "publish-before-judge",
          new Noticed("a file is lost", "no instant of the source"),
          "overwrite-in-place",
          new Noticed("ingest: switch the partition / 500$", "files of a published place changed"),
          "ignore-unknown-outcome",
          new Noticed("ingest: switch the partition / 500, each time", "it says done, and is not"),
          "no-attempt-prefix",
          new Noticed(
              "ingest: switch `_latest` / 500, each time", "files of a published place changed"),
          "swallow-a-cut-connection",
          new Noticed("read a range / cut$", "exit 3 is none of"));

  static List<String> variants() {
    return BrokenProduct.names();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aBrokenProductBreaksCells(String name, @TempDir Path temporary) throws Exception {
    Path classes = BrokenProduct.compile(name, temporary);
    Path results = temporary.resolve("results");
    Path log = temporary.resolve("log");
    Process process =
        ChildJvm.start(
            List.of(),
            classes,
            log,
            List.of(),
            List.of(FaultsMain.class.getName(), results.toString(), NOTICED.get(name).by()));

    assertThat(process.waitFor()).as(() -> text(log)).isZero();
    assertThat(results(results))
        .isNotEmpty()
        .allSatisfy(
            result -> {
              assertThat(result.path("fired")).as("%s", result).isNotEmpty();
              assertThat(result.path("broken").asText()).contains(NOTICED.get(name).broken());
            });
  }

  @Test
  void everyVariantIsNoticed() {
    assertThat(variants()).containsExactlyInAnyOrderElementsOf(NOTICED.keySet());
  }

  private static List<JsonNode> results(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> results = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      results.add(json.readTree(line));
    }
    return results;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
