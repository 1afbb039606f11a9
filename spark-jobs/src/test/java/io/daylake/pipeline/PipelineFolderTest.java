package io.daylake.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daylake.failure.ExitCode;
import io.daylake.failure.Failure;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PipelineFolderTest {
  private static final String WHOLE =
      """
      secret = "daylake/crimes/reader"
      database = "crime_data"
      [source]
      table = "crimes"
      key = ["id", "part"]
      [raw]
      table = "Raw_crimes"
      may-be-empty = true
      [curated]
      table = "Crimes"
      """;

  @Test
  void readsAWholePipeline() {
    assertThat(folder(WHOLE).pipeline())
        .isEqualTo(
            new Pipeline(
                "crimes",
                "daylake/crimes/reader",
                "crime_data",
                Pipeline.Schema.EVOLVE,
                new Pipeline.Source("crimes", java.util.List.of("id", "part"), 0, true, 540, false),
                new Pipeline.Target("Raw_crimes", true),
                new Pipeline.Target("Crimes", false)));
  }

  @Test
  void namesAllProblemsAtOnceByTheirDottedKeys() {
    String text =
        """
        secret = 7
        databse = "crime_data"
        schema = "drift"
        [source]
        tabel = "crimes"
        key = []
        [raw]
        table = "no spaces"
        may-be-empty = "yes"
        [curated]
        table = "Crimes"
        partition_by = ["day"]
        """;

    assertThatThrownBy(() -> folder(text).pipeline())
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exit()).isEqualTo(ExitCode.SPECIFICATION))
        .hasMessageContainingAll(
            "Cannot use pipeline 'crimes'",
            "secret must be a text",
            "databse is unknown",
            "database is missing",
            "schema must be \"evolve\" or \"freeze\"",
            "source.tabel is unknown",
            "source.table is missing",
            "source.key must be a list of at least one text",
            "raw.table must be a name of at most 200 letters, digits and _",
            "raw.may-be-empty must be true or false",
            "curated.partition_by is unknown");
  }

  @Test
  void columnsMayBeFrozen() {
    assertThat(folder("schema = \"freeze\"\n" + WHOLE).pipeline().schema())
        .isEqualTo(Pipeline.Schema.FREEZE);
  }

  @Test
  void saysWhichLineIsNotToml() {
    assertThatThrownBy(() -> folder("secret = \"a\"\ndatabase == 3\n").pipeline())
        .hasMessageContaining("pipeline.toml is not TOML in line 2");
  }

  @Test
  void namesAGroupThatIsNotATable() {
    assertThatThrownBy(() -> folder("raw = 3\n").pipeline())
        .hasMessageContainingAll("raw must be a table, [raw]", "curated.table is missing");
  }

  @Test
  void wantsRawAndCuratedToDiffer() {
    assertThatThrownBy(() -> folder(WHOLE.replace("Raw_crimes", "CRIMES")).pipeline())
        .hasMessageContaining("raw.table and curated.table are the same");
  }

  @Test
  void wantsAKeyWithoutRepetition() {
    assertThatThrownBy(() -> folder(WHOLE.replace("\"part\"", "\"ID\"")).pipeline())
        .hasMessageContaining("source.key must be a list of at least one text, none of them twice");
  }

  @Test
  void namesMissingFilesAndChecksThatWouldNeverRun() {
    PipelineFolder folder =
        new PipelineFolder(
            "two words", Map.of("pipeline.toml", WHOLE, "checks/keys.sql", "select 1"));

    assertThatThrownBy(folder::pipeline)
        .hasMessageContainingAll(
            "the folder's name may have only letters, digits and _",
            "checks/keys.sql is neither checks/raw_….sql nor checks/curated_….sql",
            "curated.sql is missing");
  }

  @Test
  void tellsRawChecksFromCuratedOnes() {
    PipelineFolder folder = folder(WHOLE);

    assertThat(folder.rawChecks()).extracting(SqlFile::name).containsExactly("raw_a");
    assertThat(folder.curatedChecks()).extracting(SqlFile::name).containsExactly("curated_b");
  }

  @Test
  void isNamedAfterItsFolder() {
    assertThat(PipelineFolder.nameOf("sql/crimes/")).isEqualTo("crimes");
    assertThat(PipelineFolder.nameOf("s3://bucket/sql/crimes")).isEqualTo("crimes");
    assertThat(PipelineFolder.nameOf("./crimes/.")).isEqualTo("crimes");
  }

  private static PipelineFolder folder(String toml) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("pipeline.toml", toml);
    texts.put("curated.sql", "select * from raw");
    texts.put("checks/raw_a.sql", "select 1");
    texts.put("checks/curated_b.sql", "select 1");
    return new PipelineFolder("crimes", texts);
  }
}
