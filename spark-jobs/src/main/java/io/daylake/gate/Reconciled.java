package io.daylake.gate;

import java.util.ArrayList;
import java.util.List;

/**
 * What source and files each say of all rows.
 *
 * @param where some rows in which they differ, in words
 */
public record Reconciled(Checksums source, Checksums files, List<String> where) {
  public Reconciled {
    where = List.copyOf(where);
  }

  /** What they do not agree on and where; empty if they agree. */
  public List<String> differences() {
    List<String> all = new ArrayList<>(source.differences(files));
    all.addAll(where);
    return all;
  }
}
