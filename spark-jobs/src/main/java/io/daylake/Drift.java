package io.daylake;

import io.daylake.aws.ObjectStore;
import io.daylake.aws.S3Uri;
import io.daylake.aws.Stored;
import io.daylake.catalog.Catalog;
import io.daylake.catalog.TableColumns;
import io.daylake.failure.Failure;
import io.daylake.pipeline.Pipeline;
import io.daylake.receipt.Receipt;
import io.daylake.table.Column;
import io.daylake.table.Day;
import io.daylake.table.Partition;
import io.daylake.table.SchemaChange;
import io.daylake.table.SchemaChange.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is new about a day's columns, and may be published: asked before a row is read, and again
 * under the table's lease.
 *
 * @param lake the columns that the table has; none where there is no table yet
 * @param changes since the day before
 */
record Drift(List<Column> lake, List<SchemaChange> changes) {
  /** Refused where the pipeline wants no change, or Athena could not read old and new together. */
  static Drift of(Attempt attempt, DayRun run, List<Column> now) {
    return of(attempt.store(), run.catalog(), run.pipeline(), run.target().table(), run.day(), now);
  }

  static Drift of(
      ObjectStore store,
      Catalog catalog,
      Pipeline pipeline,
      String name,
      Day day,
      List<Column> now) {
    String table = name.toLowerCase(Locale.ROOT);
    List<Column> lake = catalog.columns(table);
    Optional<List<Column>> before =
        catalog
            .locationBefore(table, day)
            .flatMap(location -> receiptOf(store, location, pipeline.database(), table))
            .map(Receipt::schema)
            .filter(columns -> !columns.isEmpty());
    List<SchemaChange> changes =
        lake.isEmpty() ? List.of() : SchemaChange.between(before.orElse(lake), now);
    if (pipeline.schema() == Pipeline.Schema.FREEZE) {
      refuse(table, changes);
    }
    TableColumns.after(table, lake, now);
    return new Drift(lake, changes);
  }

  private static Optional<Receipt> receiptOf(
      ObjectStore store, String location, String database, String table) {
    String key = Partition.receiptKeyOf(location, database, table);
    S3Uri uri = new S3Uri(S3Uri.of(location).bucket(), key);
    return store.stored(uri).map(Stored::text).map(text -> Receipt.read(uri.toString(), text));
  }

  private static void refuse(String table, List<SchemaChange> changes) {
    String told =
        changes.stream()
            .filter(change -> change.change() != Kind.REORDERED)
            .map(SchemaChange::told)
            .collect(Collectors.joining("; "));
    if (!told.isEmpty()) {
      throw Failure.refused(
          "Cannot publish into table '%s', whose columns are frozen: %s".formatted(table, told),
          "change them back, or set schema = \"evolve\" in pipeline.toml");
    }
  }
}
