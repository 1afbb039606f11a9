package io.daylake;

import io.daylake.History.Run;
import io.daylake.table.Day;
import java.util.List;
import java.util.SortedMap;

/** Tells which runs a pipeline's tables have, and what became of each. */
final class Runs {
  private Runs() {}

  static String story(Attempt attempt, String folder) {
    LakeTables tables = LakeTables.of(attempt, folder);
    int runs = 0;
    for (LakeTable table : List.of(tables.raw(), tables.curated())) {
      runs += tell(attempt, table);
    }
    return "%d runs of %s and %s".formatted(runs, tables.raw().table(), tables.curated().table());
  }

  private static int tell(Attempt attempt, LakeTable table) {
    History history = History.of(table);
    SortedMap<Day, String> locations = table.catalog().locations(table.table());
    attempt.say(
        "%s: %d days, latest at %s",
        table.table(), locations.size(), table.catalog().latest(table.table()).orElse("nothing"));
    for (Run run : history.runs()) {
      attempt.say(
          "  %s  %-16s %12s rows  %-27s %-40s %s",
          run.day(),
          state(run, locations.get(run.day())),
          run.receipt().counts() == null ? "?" : run.receipt().counts().fileRows(),
          run.receipt().source() == null ? "?" : run.receipt().source().snapshotAt(),
          run.name(),
          run.receipt().location());
    }
    return history.runs().size();
  }

  static String state(Run run, String now) {
    boolean shown = run.receipt().location().equals(now);
    return switch (run.receipt().state()) {
      case PUBLISHED -> shown ? "published now" : "published before";
      case STAGED -> shown ? "published now" : "staged only";
      case REFUSED -> "refused";
      case REMOVED -> "removed";
    };
  }
}
