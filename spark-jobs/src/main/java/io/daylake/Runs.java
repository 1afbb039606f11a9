package io.daylake;

import io.daylake.History.Run;
import io.daylake.receipt.Receipt;
import io.daylake.table.Day;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/** Tells which runs a pipeline's tables have, and what became of each. */
final class Runs {
  /**
   * A table's runs, newest first.
   *
   * @param days how many are published
   * @param latest where the table of the latest day points, or null
   * @param leftOut how many more there are than were asked for
   */
  record OfTable(String table, int days, String latest, List<Listed> runs, int leftOut) {}

  /**
   * A run in few words.
   *
   * @param current whether readers of its day see it
   * @param rows null where it is not known, as is {@code snapshotAt}
   * @param receipt where the rest is told
   */
  record Listed(
      String day,
      Receipt.State state,
      boolean current,
      Long rows,
      String snapshotAt,
      String run,
      boolean late,
      List<String> failedChecks,
      String location,
      String receipt) {

    static Listed of(LakeTable table, Run run, String now) {
      Receipt receipt = run.receipt();
      return new Listed(
          receipt.day(),
          receipt.state(),
          receipt.location().equals(now),
          receipt.counts() == null ? null : receipt.counts().fileRows(),
          receipt.source() == null ? null : receipt.source().snapshotAt(),
          run.name(),
          receipt.late(),
          receipt.checks().stream()
              .filter(check -> !check.passed())
              .map(Receipt.Judged::name)
              .toList(),
          receipt.location(),
          table.uri(run.key()).toString());
    }

    private List<Object> cells() {
      List<String> notes =
          new ArrayList<>(
              failedChecks.isEmpty()
                  ? List.of()
                  : List.of("failed " + String.join(", ", failedChecks)));
      if (late) {
        notes.add("late");
      }
      return Arrays.asList(
          day,
          told(state, current),
          rows == null ? "?" : "%,d".formatted(rows),
          snapshotAt == null ? "?" : snapshotAt,
          run,
          String.join("; ", notes));
    }
  }

  /** As people read the list; a run that was refused has no turn among the published ones. */
  private static final Comparator<Run> NEWEST_FIRST =
      Comparator.comparing(Run::day)
          .thenComparing(
              run -> run.receipt().source() == null ? "" : run.receipt().source().snapshotAt())
          .reversed();

  private record Told(List<OfTable> tables) {}

  private Runs() {}

  static String story(Attempt attempt, RunsOptions options) {
    options.provesSensible();
    LakeTables tables = LakeTables.of(attempt, options.pipeline);
    List<OfTable> all = List.of(of(tables.raw(), options), of(tables.curated(), options));
    attempt.tells(new Told(all));
    all.forEach(table -> show(attempt, table));
    int runs = all.stream().mapToInt(table -> table.runs().size() + table.leftOut()).sum();
    return "%d runs of %s and %s".formatted(runs, tables.raw().table(), tables.curated().table());
  }

  /** What became of a run, as people say it. */
  static String told(Receipt.State state, boolean current) {
    return switch (state) {
      case PUBLISHED -> current ? "published now" : "published before";
      case STAGED -> current ? "published now" : "staged only";
      case REFUSED -> "refused";
      case REMOVED -> "removed";
    };
  }

  private static OfTable of(LakeTable table, RunsOptions options) {
    SortedMap<Day, String> locations = table.catalog().locations(table.table());
    List<Run> runs =
        History.of(table).runs().stream().filter(run -> options.wants(run.day())).toList();
    return new OfTable(
        table.table(),
        locations.size(),
        table.catalog().latest(table.table()).orElse(null),
        runs.stream()
            .sorted(NEWEST_FIRST)
            .limit(options.limit())
            .map(run -> Listed.of(table, run, locations.get(run.day())))
            .toList(),
        Math.max(0, runs.size() - options.limit()));
  }

  private static void show(Attempt attempt, OfTable table) {
    attempt.show(
        "%s: %d days, latest at %s"
            .formatted(
                table.table(), table.days(), table.latest() == null ? "nothing" : table.latest()));
    if (!table.runs().isEmpty()) {
      attempt.show(
          TextTable.of(
              List.of(
                  TextTable.left("DAY"),
                  TextTable.left("STATE"),
                  TextTable.right("ROWS"),
                  TextTable.left("AS OF"),
                  TextTable.left("RUN"),
                  TextTable.left("NOTE")),
              table.runs().stream().map(Listed::cells).toList()));
    }
    if (table.leftOut() > 0) {
      attempt.show("  and %d more, left out by --limit".formatted(table.leftOut()));
    }
  }
}
