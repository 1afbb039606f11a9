package io.daylake;

import io.daylake.catalog.Catalog;
import io.daylake.pipeline.Pipeline;
import io.daylake.source.Database;
import io.daylake.source.Limits;
import io.daylake.source.ReadPlan;
import io.daylake.source.SourceTable;
import io.daylake.source.SourceTables;
import io.daylake.table.Column;
import io.daylake.table.Day;
import io.daylake.table.SchemaChange;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** What ingest would do, told without reading more of the table than the bounds of its ranges. */
final class Plan {
  private final Attempt attempt;
  private final Pipeline pipeline;

  private Plan(Attempt attempt, Pipeline pipeline) {
    this.attempt = attempt;
    this.pipeline = pipeline;
  }

  static String story(Attempt attempt, String folder) {
    Pipeline pipeline = PipelineFolders.read(folder, attempt::store).pipeline();
    return new Plan(attempt, pipeline).story();
  }

  private String story() {
    Limits limits = Ingest.limits(pipeline.source());
    Database database = new Database(pipeline.secret(), limits.silence());
    SourceTable table =
        SourceTables.read(database, pipeline.source().table(), pipeline.source().key(), limits);
    ReadPlan plan = ReadPlan.widest(database, table, limits);
    Planned planned = Planned.of(table, plan, limits, changes(table));
    attempt.tells(planned);
    tellColumns(planned);
    tellSchema(planned);
    tellReaders(planned);
    tellCost(planned);
    return "%s would be read by %d at once into %d files of %s"
        .formatted(table.name(), plan.readers(), plan.readers(), pipeline.raw().table());
  }

  private void tellColumns(Planned planned) {
    attempt.say(
        "  table    %s on %s, about %d rows",
        planned.table(), planned.server(), planned.estimatedRows());
    attempt.say("  columns  %d", planned.columns().size());
    for (Column column : planned.columns()) {
      attempt.say("           %-28s %-28s %s", column.name(), column.sourceType(), column.type());
    }
  }

  /** As ingest would judge it today; of the curated table only curate can tell. */
  private List<SchemaChange> changes(SourceTable table) {
    Day today = new Day(LocalDate.now(Clock.systemUTC()));
    try (Catalog catalog = new Catalog(pipeline.database())) {
      return Drift.of(
              attempt.store(),
              catalog,
              pipeline,
              pipeline.raw().table(),
              today,
              table.lakeColumns())
          .changes();
    }
  }

  private void tellSchema(Planned planned) {
    attempt.say(
        "  schema   %s: %s",
        pipeline.schema().name().toLowerCase(Locale.ROOT),
        Telling.counted(planned.schemaChanges()));
    Telling.eachOf(attempt, planned.schemaChanges());
  }

  private void tellReaders(Planned planned) {
    attempt.say(
        "  readers  %d, or fewer where the cluster has less room; key %s",
        planned.ranges().size(), planned.key().isEmpty() ? "none" : planned.key());
    planned
        .ranges()
        .forEach(range -> attempt.say("           %s  %s", range.file(), range.condition()));
  }

  private void tellCost(Planned planned) {
    attempt.say(
        "  lock     %s",
        planned.locks()
            ? "of the table, while %d views are opened; writers wait about as long"
                .formatted(planned.ranges().size() + 1)
            : "none: one reader has one view");
    attempt.say(
        "  server   one pass over the table by the readers, one for %s of at most %d s",
        planned.checksums() ? "the checksum of each column" : "the count",
        planned.maxServerSeconds());
  }
}
