package io.daylake.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every key of the pipeline's file and every name on the command line as every hostile string: told
 * in one line, and taken for nothing but a text.
 */
class HostileStringsTest extends WithYesterday {
  private Set<String> files;

  @BeforeEach
  void setsACanaryOut() throws IOException {
    yesterday().repair();
    yesterday().world.sql("create or replace table canary (id int primary key)");
    files = files();
  }

  @AfterEach
  void theCanaryLives() throws IOException {
    Yesterday day = yesterday();
    assertThat(day.world.rows("select count(*) from canary")).containsExactly(List.of("0"));
    assertThat(files()).isEqualTo(files);
    assertThat(day.world.keys(""))
        .allMatch(
            key ->
                key.startsWith(day.world.name + "/things")
                    || key.matches(
                        "_outcomes/(?!\\.+/)[\\w.-]{1,128}/(?!\\.+/)[\\w.-]{1,128}/(ingest|curate|load)\\.json"));
    day.nothingPublishedHasChanged();
    day.world.sql("drop table canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "database",
        "source.table",
        "source.key",
        "source.readers",
        "source.checksums",
        "source.max-server-seconds",
        "source.without-lock",
        "raw.table",
        "raw.may-be-empty",
        "curated.table",
        "curated.may-be-empty"
      })
  void inAKeyOfThePipelineFile(String key) {
    Yesterday day = yesterday();
    everyOneIsToldInOneLine(
        hostile -> {
          day.world.write(
              "pipeline.toml", Hostile.tomlWith(day.toml(), key, Hostile.toml(hostile)));
          return day.ingest();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"--run", "--lake", "--day", "--pipeline"})
  void onTheCommandLine(String option) {
    everyOneIsToldInOneLine(hostile -> yesterday().ingestWith(option, hostile));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--run", "--lake", "--rows", "--secret", "--on-bad-rows"})
  void onTheCommandLineOfLoad(String option) {
    yesterday().world.write("source.sql", "select 1;\n");
    everyOneIsToldInOneLine(hostile -> yesterday().loadWith(option, hostile));
  }

  private static void everyOneIsToldInOneLine(Function<String, Ran> run) {
    for (String hostile : Hostile.STRINGS) {
      Ran ran = run.apply(hostile);
      assertThat(ran.exit()).as("%s", ran).isEqualTo(2);
      assertThat(ran.err())
          .as("%s", ran)
          .containsPattern("(?m)^(daylake \\w+: )?Cannot ")
          .hasSizeLessThan(9000);
      Yesterday.assertToldInLines(ran);
    }
  }

  /** Where a file would be that a name led out of its folder, or a shell made. */
  private Set<String> files() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path folder : List.of(Path.of(""), Path.of(".."), yesterday().world.folder.getParent())) {
      try (Stream<Path> listed = Files.list(folder.toAbsolutePath())) {
        found.addAll(listed.map(Path::toString).collect(Collectors.toSet()));
      }
    }
    return found;
  }
}
