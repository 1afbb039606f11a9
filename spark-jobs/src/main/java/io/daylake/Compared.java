package io.daylake;

import io.daylake.table.RowDifferences;
import java.util.List;
import java.util.Map;

/**
 * What is different between the rows of two runs.
 *
 * @param by what names a row; none where whole rows were compared, which are never changed
 * @param changedByColumn in how many rows each column changed
 */
record Compared(
    String table,
    Side from,
    Side to,
    List<String> by,
    List<String> columnsOnlyFrom,
    List<String> columnsOnlyTo,
    List<Aligned.Retyped> columnsOfOtherType,
    List<String> columnsLeftOut,
    long added,
    long removed,
    long changed,
    Map<String, Long> changedByColumn,
    First first) {
  /** A run of the two. */
  record Side(String run, String day, String snapshotAt, long rows, String receipt) {}

  /** The first rows of each kind. */
  record First(
      List<RowDifferences.Different> added,
      List<RowDifferences.Different> removed,
      List<RowDifferences.Different> changed) {}
}
