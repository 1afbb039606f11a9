package io.daylake.catalog;

import io.daylake.lease.Lease;
import io.daylake.table.Column;
import io.daylake.table.Partition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Gives a table and its partitions their columns. The table goes first: a partition with fewer
 * columns or narrower types than its table can be read, one with more or wider cannot. So readers
 * can read at every moment, and whoever publishes next completes what was interrupted.
 */
final class TableWrites {
  /** Of the lease, for the switches that come after. */
  private static final Duration LEFT = Duration.ofSeconds(35);

  private final GlueCatalog glue;
  private final Lease lease;

  TableWrites(GlueCatalog glue, Lease lease) {
    this.glue = glue;
    this.lease = lease;
  }

  void evolve(Partition partition, List<Column> columns) {
    Optional<Table> table = glue.table(partition.table());
    if (table.isEmpty()) {
      glue.create(GlueRequests.table(partition, columns), lease);
      return;
    }
    Table there = table.get();
    if (!alike(GlueCatalog.columns(there.storageDescriptor()), columns)) {
      glue.update(GlueRequests.tableAhead(partition, columns), there.versionId(), lease);
      there = glue.table(partition.table()).orElseThrow();
    }
    if (GlueRequests.isAhead(there.parameters()) && levels(partition.table(), columns)) {
      glue.update(GlueRequests.table(partition, columns), there.versionId(), lease);
    }
  }

  /** As many days as the lease has time for, the newest first; whether none is left. */
  private boolean levels(String table, List<Column> columns) {
    for (var each : glue.partitions(table).values()) {
      if (!alike(GlueCatalog.columns(each.storageDescriptor()), columns)) {
        if (!lease.hasLeft(LEFT)) {
          return false;
        }
        glue.update(table, GlueRequests.withColumns(each, columns), lease);
      }
    }
    return true;
  }

  private static boolean alike(List<Column> some, List<Column> others) {
    return inGlue(some).equals(inGlue(others));
  }

  private static List<Column> inGlue(List<Column> columns) {
    return columns.stream().map(each -> new Column(each.name(), each.type(), null)).toList();
  }
}
