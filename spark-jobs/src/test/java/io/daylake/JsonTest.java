package io.daylake;

import static io.daylake.Things.CURATED;
import static io.daylake.Things.RAW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.daylake.support.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** With --json every command ends in one document on standard output, however it ends. */
class JsonTest {
  private static final String[] OUTCOME = {
    "command",
    "pipeline",
    "day",
    "run",
    "attempt",
    "started_at",
    "ended_at",
    "exit",
    "sentence",
    "what_to_do",
    "receipt",
    "result"
  };

  static List<String> commands() {
    return new ArrayList<>(new CommandLine(new Main()).getSubcommands().keySet());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aWrongLineIsADocument(String command) {
    for (String[] line :
        List.of(
            new String[] {command, "--json", "--no-such"},
            new String[] {"--json", command, "--no-such", "a\nb"})) {
      InProcess.Said said = InProcess.run(line);

      JsonNode document = Documents.of(said.out());
      assertThat(said.exit()).isEqualTo(2);
      assertThat(names(document)).containsExactly(OUTCOME);
      assertThat(document.path("command").asText()).isEqualTo(command);
      assertThat(document.path("exit").asInt()).isEqualTo(2);
      assertThat(document.path("sentence").asText()).startsWith("Cannot run daylake: ");
      assertThat(document.path("what_to_do").asText())
          .isEqualTo("see 'daylake " + command + " --help'");
      assertThat(said.err()).contains("Cannot run daylake: ", "; see 'daylake " + command);
    }
  }

  @Test
  void noCommandIsADocumentToo() {
    JsonNode document = Documents.of(InProcess.run("--json").out());

    assertThat(document.path("sentence").asText()).isEqualTo("Cannot run daylake: Missing command");
  }

  @Test
  void everyCommandOfADayIsADocument(@TempDir Path temporary) throws Exception {
    try (Things things = new Things(temporary)) {
      things.world.write(
          "source.sql",
          Files.readString(Path.of("../sql/chicago_crimes/source.sql"))
              .replace("crimes", "things"));
      Ran unreadable =
          things.world.daylake(
              "load", "--json", "--pipeline", things.world.folder.toString(), "--rows", "no.csv");
      assertFailed(unreadable, 2, "Cannot read rows 'no.csv'", "give a readable file");

      JsonNode ingest = done(things.world.ingest(things.today, "one", "--json"));
      assertThat(ingest.path("result").toString())
          .isEqualTo(Documents.of(things.receipt(RAW, "one")).toString());
      assertThat(things.world.lake + "/" + things.receiptKey(RAW, "one"))
          .isEqualTo(ingest.path("receipt").asText());
      JsonNode curate = done(things.world.curate(things.today, "one", "--json"));
      assertThat(curate.path("result").toString())
          .isEqualTo(Documents.of(things.receipt(CURATED, "one")).toString());
      assertThat(names(curate)).containsExactly(OUTCOME);

      JsonNode plan =
          done(
              things.world.daylake("plan", "--pipeline", things.world.folder.toString(), "--json"));
      assertThat(plan.at("/result/columns/1/source_type").asText()).isEqualTo("varchar(9)");
      assertThat(plan.at("/result/ranges/0/condition").asText()).isEqualTo("true");

      things.world.sql("insert into things (kind) values ('c')");
      Ran refused = things.world.ingest(things.today, "bad", "--json");
      assertFailed(refused, 3, "raw_no_c", "");
      assertThat(Documents.of(refused).at("/result/state").asText()).isEqualTo("refused");
      things.world.sql("delete from things where kind = 'c'");

      JsonNode verify =
          done(things.world.daylake("verify", "--json", ingest.path("receipt").asText()));
      assertThat(verify.at("/result/rows").asInt()).isEqualTo(1);
      assertThat(verify.at("/result/wrong")).isEmpty();

      done(things.world.ingest(things.today, "two", "--json"));
      JsonNode back = done(things.lake("rollback", "back", "--to", "one", "--json"));
      assertThat(back.at("/result/switches/0").toString())
          .isEqualTo(Documents.of(things.switches(RAW).get(0)).toString());
      assertThat(back.at("/result/switches/1/moved/0/to").asText()).contains("/run=one-");

      JsonNode retain = done(things.lake("retain", "later", "--json"));
      assertThat(retain.at("/result/tables/1/table").asText()).isEqualTo(CURATED);
      assertThat(retain.at("/result/tables/1/files_deleted").asInt()).isZero();
    }
  }

  private static JsonNode done(Ran ran) {
    assertThat(ran.exit()).as("%s", ran).isZero();
    return Documents.of(ran);
  }

  private static void assertFailed(Ran ran, int exit, String sentence, String whatToDo) {
    JsonNode document = Documents.of(ran);
    assertThat(document.path("exit").asInt()).as("%s", ran).isEqualTo(exit);
    assertThat(document.path("sentence").asText()).contains(sentence);
    assertThat(document.path("what_to_do").asText()).contains(whatToDo);
  }

  private static List<String> names(JsonNode document) {
    List<String> names = new ArrayList<>();
    document.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
