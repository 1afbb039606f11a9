package io.daylake;

import io.daylake.aws.S3Uri;
import io.daylake.failure.Failure;
import io.daylake.pipeline.Pipeline;
import io.daylake.pipeline.PipelineFolder;
import io.daylake.source.Database;
import io.daylake.source.Loaded;
import io.daylake.source.Loading;
import io.daylake.source.SourceScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    description = "Loads rows into the source table by the pipeline's source.sql.",
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  enum BadRows {
    stop,
    keep
  }

  private static final DateTimeFormatter LOAD_ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  @Mixin private PipelineOption of;

  @Option(
      names = "--rows",
      required = true,
      paramLabel = "<file>",
      description = "The rows: a path or s3://…")
  String rows;

  @Option(
      names = "--secret",
      paramLabel = "<id>",
      description = "The secret of a user who may write. Default: the pipeline's.")
  String secret;

  @Option(
      names = "--on-bad-rows",
      defaultValue = "stop",
      description =
          "stop (exit 3) or keep (exit 0) where some rows are bad; the good ones are loaded in either case.")
  BadRows onBadRows;

  @Option(
      names = "--lake",
      paramLabel = "s3://<bucket>",
      description = "Where to leave the outcome object; with --run.")
  String lake;

  @Option(
      names = "--run",
      paramLabel = "<run id>",
      description = "Whose outcome it is; with --lake.")
  String run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return new Attempt("load", of.pipeline, lake, null, run, Voice.of(spec)).tell(this::story);
  }

  private String story(Attempt attempt) {
    attempt.provesOutcome();
    PipelineFolder folder = PipelineFolders.read(of.pipeline, attempt::store);
    Pipeline facts = folder.pipeline();
    if (folder.source() == null) {
      throw Failure.specification(
          "Cannot load rows: pipeline '" + facts.name() + "' has no source.sql", "write one");
    }
    String table = facts.source().table();
    Database database = new Database(secret == null ? facts.secret() : secret);
    SourceScript script = SourceScript.of(folder.source().text());
    String loadId = LOAD_ID.format(attempt.startedAt) + "-" + attempt.id;
    Loaded loaded = attempt.stage("load", () -> load(attempt, database, table, script, loadId));
    attempt.tells(loaded);
    attempt.sayOfStage(
        "%s: %d rows new, %d known, %d rejected",
        table, loaded.inserted(), loaded.known(), loaded.rejected());
    loaded.shown().forEach(bad -> attempt.say("  line %d: %s", bad.line(), bad.reason()));
    if (loaded.rejected() > 0 && onBadRows == BadRows.stop) {
      throw Failure.refused(
          "Cannot go on with %s: %d bad row(s) (line %d: %s), kept in %s_rejects as load %s; the good rows are loaded: %d new, %d known"
              .formatted(
                  rows,
                  loaded.rejected(),
                  loaded.shown().get(0).line(),
                  loaded.shown().get(0).reason(),
                  table,
                  loadId,
                  loaded.inserted(),
                  loaded.known()),
          "correct the rows and load again, or go on without them by --on-bad-rows keep");
    }
    return "loaded %s into %s: %d rows new, %d known, %d rejected"
        .formatted(rows, table, loaded.inserted(), loaded.known(), loaded.rejected());
  }

  private Loaded load(
      Attempt attempt, Database database, String table, SourceScript script, String loadId) {
    try (InputStream stream = open(attempt)) {
      return Loading.load(database, table, script, loadId, rows, stream);
    } catch (IOException e) {
      throw Failure.specification("Cannot read rows '" + rows + "': " + e, "give a readable file")
          .because(e);
    }
  }

  private InputStream open(Attempt attempt) throws IOException {
    return S3Uri.is(rows)
        ? attempt.store().stream(S3Uri.of(rows))
        : Files.newInputStream(PipelineFolders.path(rows));
  }
}
