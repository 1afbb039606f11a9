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
 * What is new about a day's columns, and whether they may be published: asked before a row is read,
 * and again under the table's lease.
 */
record Drift(ObjectStore store, Catalog catalog, Pipeline pipeline, String table) {
  Drift {
    table = table.toLowerCase(Locale.ROOT);
  }

  static Drift of(Attempt attempt, DayRun run) {
    return new Drift(attempt.store(), run.catalog(), run.pipeline(), run.target().table());
  }

  /** Refused where the pipeline wants no change, or Athena could not read old and new together. */
  List<SchemaChange> of(Day day, List<Column> now) {
    List<Column> lake = catalog.columns(table);
    List<SchemaChange> changes =
        lake.isEmpty() ? List.of() : SchemaChange.between(before(day).orElse(lake), now);
    if (pipeline.schema() == Pipeline.Schema.FREEZE) {
      refuse(changes);
    }
    TableColumns.after(table, lake, now);
    return changes;
  }

  /** As the receipt of the greatest day before tells; empty where there is none. */
  private Optional<List<Column>> before(Day day) {
    return catalog
        .locationBefore(table, day)
        .flatMap(this::receiptOf)
        .map(Receipt::schema)
        .filter(columns -> !columns.isEmpty());
  }

  private Optional<Receipt> receiptOf(String location) {
    String key = Partition.receiptKeyOf(location, pipeline.database(), table);
    S3Uri uri = new S3Uri(S3Uri.of(location).bucket(), key);
    return store.stored(uri).map(Stored::text).map(text -> Receipt.read(uri.toString(), text));
  }

  private void refuse(List<SchemaChange> changes) {
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
