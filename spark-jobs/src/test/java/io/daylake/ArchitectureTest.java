package io.daylake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The direction of dependence: who may know whom. */
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java/io/daylake");
  private static final Pattern OURS = Pattern.compile("\\bio\\.daylake\\.([a-z]+)\\.");

  /** Every package of ours, and whom of us it may know; a cycle cannot be written down here. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.of(
          "failure", Set.of(),
          "json", Set.of(),
          "pipeline", Set.of("failure"),
          "table", Set.of("failure"),
          "gate", Set.of("failure", "table"),
          "aws", Set.of("failure", "table"),
          "lease", Set.of("failure", "json", "aws"),
          "source", Set.of("failure", "table", "aws", "gate"),
          "catalog", Set.of("failure", "table", "aws", "gate", "lease"),
          "receipt", Set.of("failure", "json", "table", "aws", "gate", "catalog"));

  @Test
  void everyPackageKnowsOnlyThoseItMay() throws IOException {
    for (String folder : packages()) {
      assertThat(MAY_KNOW).as("package %s has a place in the order", folder).containsKey(folder);
      for (Path file : files(SOURCES.resolve(folder))) {
        Set<String> known = new TreeSet<>();
        Matcher match = OURS.matcher(Files.readString(file));
        while (match.find()) {
          known.add(match.group(1));
        }
        known.remove(folder);
        assertThat(MAY_KNOW.get(folder)).as("%s", file).containsAll(known);
      }
    }
  }

  @Test
  void pipelineAndGateAndFailureKnowNeitherSparkNorAws() throws IOException {
    for (String folder : List.of("pipeline", "gate", "failure")) {
      for (Path file : files(SOURCES.resolve(folder))) {
        assertThat(Files.readString(file))
            .as("%s", file)
            .doesNotContain("org.apache.", "software.amazon.");
      }
    }
  }

  @Test
  void whoReadsTheSourceKnowsNoGlueAndWhoPublishesKnowsNoSpark() throws IOException {
    for (Path file : files(SOURCES.resolve("source"))) {
      assertThat(Files.readString(file)).as("%s", file).doesNotContain("services.glue");
    }
    for (Path file : files(SOURCES.resolve("catalog"))) {
      assertThat(Files.readString(file)).as("%s", file).doesNotContain("org.apache.spark");
    }
  }

  @Test
  void nothingKnowsThatItMayRunOnOneMachine() throws IOException {
    for (Path file : files(Path.of("src/main"))) {
      assertThat(Files.readString(file).toLowerCase(java.util.Locale.ROOT))
          .as("%s", file)
          .doesNotContain(
              "localstack", "moto", "localhost", "127.0.0.1", "endpoint_url", "endpointoverride");
    }
  }

  @Test
  void filesStaySmall() throws IOException {
    for (Path file : files(Path.of("src/main"))) {
      assertThat(Files.readAllLines(file)).as("%s", file).hasSizeLessThan(300);
    }
  }

  private static List<String> packages() throws IOException {
    try (Stream<Path> folders = Files.list(SOURCES)) {
      return folders.filter(Files::isDirectory).map(path -> path.getFileName().toString()).toList();
    }
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
