package io.daylake.gate;

import io.daylake.table.ListedFile;
import io.daylake.table.Staged;
import java.util.List;
import java.util.Set;

/**
 * All the gate looks at: what was staged, how many rows there should be, what lies under the prefix
 * now, and what each rule of the pipeline found.
 *
 * @param expectedRows counted by whoever gave the rows, not by whoever wrote them
 * @param badKeys keys that are null or not unique in the files; null where the table declares no
 *     key
 * @param reconciled what source and files each say of all rows; null where the rows were computed
 * @param listed the data files under the prefix at the moment of judging
 * @param rules names of all rules of the pipeline
 * @param ruled what was found for each rule
 */
public record Evidence(
    Staged staged,
    long expectedRows,
    boolean mayBeEmpty,
    List<String> badKeys,
    Reconciled reconciled,
    List<ListedFile> listed,
    Set<String> rules,
    List<Check> ruled) {
  public Evidence {
    badKeys = badKeys == null ? null : List.copyOf(badKeys);
    listed = List.copyOf(listed);
    rules = Set.copyOf(rules);
    ruled = List.copyOf(ruled);
  }
}
