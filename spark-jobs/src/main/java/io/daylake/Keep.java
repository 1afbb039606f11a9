package io.daylake;

import io.daylake.History.Run;
import io.daylake.failure.Failure;
import io.daylake.receipt.Receipt.State;
import io.daylake.table.Day;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What retention keeps.
 *
 * @param runs the newest published ones of each day
 * @param days the newest published ones; null: all
 * @param grace for so long readers and running attempts may still use what has no pointer
 */
record Keep(int runs, Integer days, Duration grace) {
  void provesSensible() {
    if (runs < 1 || (days != null && days < 1) || grace.toHours() < 1) {
      throw Failure.specification(
          "Cannot keep %d runs, %s days, for %d hours: each is at least 1"
              .formatted(runs, days == null ? "all" : days, grace.toHours()),
          "give greater numbers");
    }
  }

  /** Of the published days. */
  List<Day> old(Collection<Day> published) {
    TreeSet<Day> sorted = new TreeSet<>(published);
    return List.copyOf(sorted).subList(0, Math.max(0, days == null ? 0 : sorted.size() - days));
  }

  /** Runs whose files nobody can be using; {@code used}: where pointers are. */
  List<Run> old(History history, Collection<Day> published, Set<String> used) {
    TreeSet<Day> kept = new TreeSet<>(published);
    kept.removeAll(old(published));
    Map<Day, Integer> counted = new HashMap<>();
    List<Run> old = new ArrayList<>();
    for (Run run : history.runs()) {
      boolean inUse = used.contains(run.location());
      boolean counts =
          (inUse || run.is(State.PUBLISHED))
              && (kept.isEmpty() || run.day().compareTo(kept.first()) >= 0);
      boolean among = counts && counted.merge(run.day(), 1, Integer::sum) <= runs;
      boolean quiet = history.quiet(run).compareTo(grace) > 0;
      if (!run.is(State.REMOVED) && !inUse && !among && quiet) {
        old.add(run);
      }
    }
    return old;
  }
}
