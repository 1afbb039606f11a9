package io.daylake;

import io.daylake.source.Limits;
import io.daylake.source.ReadPlan;
import io.daylake.source.SourceTable;
import io.daylake.table.Column;
import io.daylake.table.SchemaChange;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What ingest would do, for programs.
 *
 * @param schemaChanges of the raw table since the day before
 * @param locks whether the table is locked while the readers' views are opened
 * @param maxServerSeconds the longest that the server is asked to check
 */
record Planned(
    String table,
    String server,
    long estimatedRows,
    List<Column> columns,
    List<String> key,
    List<SchemaChange> schemaChanges,
    List<Range> ranges,
    boolean locks,
    boolean checksums,
    int maxServerSeconds) {
  /** What one reader reads, and into which file. */
  record Range(String file, String condition) {}

  static Planned of(SourceTable table, ReadPlan plan, Limits limits, List<SchemaChange> changes) {
    List<String> conditions = plan.conditions(table);
    return new Planned(
        table.name(),
        table.serverVersion(),
        table.estimatedRows(),
        table.lakeColumns(),
        table.key(),
        changes,
        IntStream.range(0, conditions.size())
            .mapToObj(i -> new Range("part-%05d.parquet".formatted(i), conditions.get(i)))
            .toList(),
        plan.readers() > 1,
        limits.checksums(),
        limits.maxServerSeconds());
  }
}
