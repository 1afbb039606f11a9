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
  /** Of each variant, cells that notice it. */
  private static final Map<String, String> NOTICED_BY =
      Map.of(
          "publish-before-judge", "a file is lost",
          "overwrite-in-place", "ingest: switch the partition / 500$",
          "ignore-unknown-outcome", "ingest: switch the partition / 500, each time",
          "no-attempt-prefix", "ingest: switch `_latest` / 500, each time",
          "swallow-a-cut-connection", "read a range / cut$");

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
            List.of(FaultsMain.class.getName(), results.toString(), NOTICED_BY.get(name)));

    assertThat(process.waitFor()).as(() -> text(log)).isZero();
    assertThat(results(results))
        .isNotEmpty()
        .allSatisfy(
            result -> {
              assertThat(result.path("fired")).as("%s", result).isNotEmpty();
              assertThat(result.path("broken").isTextual()).as("%s", result).isTrue();
            });
  }

  @Test
  void everyVariantIsNoticed() {
    assertThat(variants()).containsExactlyInAnyOrderElementsOf(NOTICED_BY.keySet());
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
