package io.daylake;

import io.daylake.table.Partition;
import java.util.HashSet;
import java.util.Set;

/** Deletes the files of runs whose receipt says `removed`: these, and those of any run before. */
final class Removed {
  private final Attempt attempt;
  private final LakeTable table;

  Removed(Attempt attempt, LakeTable table) {
    this.attempt = attempt;
    this.table = table;
  }

  int delete() {
    History history = History.of(table);
    Prefixes prefixes = Prefixes.of(table);
    int deleted = 0;
    for (Partition partition : prefixes.removed(history)) {
      if (used().contains(partition.location())) {
        attempt.say("  %s is removed, but a pointer is there: kept", partition.location());
        continue;
      }
      table.store().delete(table.bucket(), prefixes.keys(partition));
      deleted += prefixes.keys(partition).size();
    }
    return deleted;
  }

  private Set<String> used() {
    Set<String> used = new HashSet<>(table.catalog().locations(table.table()).values());
    table.catalog().latest(table.table()).ifPresent(used::add);
    return used;
  }
}
