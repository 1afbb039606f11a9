package io.daylake;

import io.daylake.Finding.State;
import io.daylake.catalog.Catalog;
import io.daylake.failure.Failure;
import io.daylake.pipeline.Pipeline;
import io.daylake.source.Database;
import io.daylake.source.Inspection;
import io.daylake.source.SourceTable;
import io.daylake.table.Day;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at all that a run needs, whatever became of the look before. */
final class Doctor {
  private record Told(List<Finding> checks) {}

  private final Attempt attempt;
  private final TablesOptions options;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(Attempt attempt, TablesOptions options) {
    this.attempt = attempt;
    this.options = options;
  }

  static String story(Attempt attempt, TablesOptions options) {
    return new Doctor(attempt, options).story();
  }

  private String story() {
    look("java", Machine::java);
    look("spark", Machine::spark);
    look("disk", Machine::disk);
    boolean known = look("credentials", Machine::credentials);
    boolean aws = look("region", Machine::region) && known;
    Pipeline pipeline =
        look(
            "pipeline",
            () -> PipelineFolders.read(options.pipeline, attempt::store).pipeline(),
            found -> "'%s', of source table '%s'".formatted(found.name(), found.source().table()));
    lookAtLake(aws);
    if (pipeline == null || !aws) {
      String needs = pipeline == null ? "the pipeline" : "AWS's credentials and region";
      List.of("catalogue", "secret", "source", "table", "rights")
          .forEach(check -> keep(Finding.unknown(check, needs)));
    } else {
      look("catalogue", () -> catalogue(pipeline));
      lookAtSource(pipeline);
    }
    attempt.tells(new Told(findings));
    return verdict();
  }

  private void lookAtLake(boolean aws) {
    if (!aws) {
      keep(Finding.unknown("lake", "AWS's credentials and region"));
      keep(Finding.unknown("clock", "AWS's credentials and region"));
      return;
    }
    look(
        "lake",
        () -> {
          attempt.store().provesListable(attempt.bucket());
          attempt.store().provesWritable(attempt.lakeTop());
          return "bucket '%s' can be listed and written to".formatted(attempt.bucket());
        });
    look("clock", () -> Machine.clock(attempt.store().now(attempt.bucket())));
  }

  private static String catalogue(Pipeline pipeline) {
    try (Catalog catalog = new Catalog(pipeline.database())) {
      return "Glue database '%s': %s, %s"
          .formatted(
              pipeline.database().toLowerCase(Locale.ROOT),
              days(pipeline.raw().table(), catalog.locations(pipeline.raw().table())),
              days(pipeline.curated().table(), catalog.locations(pipeline.curated().table())));
    }
  }

  private static String days(String table, SortedMap<Day, String> locations) {
    return "%d days of %s".formatted(locations.size(), table.toLowerCase(Locale.ROOT));
  }

  private void lookAtSource(Pipeline pipeline) {
    var limits = Ingest.limits(pipeline.source());
    Database database = new Database(pipeline.secret(), limits.silence());
    if (!look("secret", () -> Inspection.secret(pipeline.secret()))) {
      List.of("source", "table", "rights")
          .forEach(check -> keep(Finding.unknown(check, "the secret")));
    } else if (!look("source", () -> Inspection.server(database))) {
      List.of("table", "rights").forEach(check -> keep(Finding.unknown(check, "the source")));
    } else {
      SourceTable table =
          look(
              "table",
              () ->
                  Inspection.table(
                      database, pipeline.source().table(), pipeline.source().key(), limits),
              Inspection::told);
      if (table == null) {
        keep(Finding.unknown("rights", "the table"));
      } else {
        look("rights", () -> Inspection.rights(database, table, limits));
      }
    }
  }

  private boolean look(String check, Supplier<String> work) {
    return look(check, work, Function.identity()) != null;
  }

  /** Null where something is wrong. */
  private <T> T look(String check, Supplier<T> work, Function<T, String> told) {
    try {
      T found = work.get();
      keep(Finding.ok(check, told.apply(found)));
      return found;
    } catch (RuntimeException | LinkageError thrown) {
      Failure failure = Causes.named("Cannot check " + check, thrown);
      if (failure == null) {
        throw thrown;
      }
      keep(Finding.wrong(check, failure));
      return null;
    }
  }

  private void keep(Finding finding) {
    findings.add(finding);
    attempt.say(
        "  %-8s %-12s %s",
        finding.state().name().toLowerCase(Locale.ROOT), finding.check(), finding.told());
    if (finding.whatToDo() != null) {
      attempt.say("  %-8s %-12s -> %s", "", "", finding.whatToDo());
    }
  }

  private String verdict() {
    List<Finding> wrong =
        findings.stream().filter(finding -> finding.state() == State.WRONG).toList();
    if (wrong.isEmpty()) {
      return "all is well: %d checks".formatted(findings.size());
    }
    String sentence =
        "Cannot call this environment well: wrong is %s"
            .formatted(String.join(", ", wrong.stream().map(Finding::check).toList()));
    String whatToDo = "do what is said of each, and ask again";
    throw wrong.stream().allMatch(Finding::passes)
        ? Failure.tryAgain(sentence, whatToDo)
        : Failure.specification(sentence, whatToDo);
  }
}
