package io.daylake;

import io.daylake.gate.Checksums;
import io.daylake.gate.Reconciled;
import io.daylake.receipt.Receipt;
import io.daylake.source.FileChecksums;
import io.daylake.source.Snapshot;
import io.daylake.source.SourceTable;
import io.daylake.table.Staged;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Compares the files as they were written with what the source says of the same instant.
 *
 * @param keysAscend whether the files' keys were seen to be all different
 */
record Reconciling(Reconciled reconciled, boolean keysAscend, Receipt.Reconciliation receipt) {

  static Reconciling of(
      SparkSession spark,
      SourceTable table,
      Snapshot snapshot,
      Snapshot.Taken taken,
      Staged staged) {
    Checksums source = taken.checksums();
    if (source.columns().isEmpty()) {
      Checksums files = new Checksums(staged.rows(), Map.of(), null, null);
      return of("count", table, taken, new Reconciled(source, files, List.of()), false, null);
    }
    FileChecksums files = new FileChecksums(spark, table, Staging.uris(staged));
    FileChecksums.Found found = files.compute();
    boolean same = source.differences(found.checksums()).isEmpty();
    List<String> where = same ? List.of() : snapshot.differences(files);
    return of(
        "checksums",
        table,
        taken,
        new Reconciled(source, found.checksums(), where),
        found.keysAscend(),
        found.impossibleDates());
  }

  private static Reconciling of(
      String by,
      SourceTable table,
      Snapshot.Taken taken,
      Reconciled reconciled,
      boolean keysAscend,
      Map<String, Long> impossibleDates) {
    return new Reconciling(
        reconciled,
        keysAscend,
        new Receipt.Reconciliation(
            by,
            taken.checkSeconds(),
            reconciled.source(),
            reconciled.files(),
            table.inexact(),
            impossibleDates));
  }

  String told() {
    boolean same = reconciled.differences().isEmpty();
    return "%s by %s, %.1f s of the server"
        .formatted(
            same ? "as in the source" : "not as in the source",
            receipt.by(),
            receipt.serverSeconds());
  }
}
