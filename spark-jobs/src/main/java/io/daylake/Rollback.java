package io.daylake;

import io.daylake.History.Run;
import io.daylake.catalog.Pointers;
import io.daylake.failure.Failure;
import io.daylake.lease.Lease;
import io.daylake.receipt.Receipt;
import io.daylake.receipt.Receipt.State;
import io.daylake.receipt.Switches;
import io.daylake.receipt.Switches.Moved;
import io.daylake.table.Day;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Sends readers back: to a run of its day, or to a day as the latest. Moves pointers under the
 * leases of both tables, never touches a file.
 */
final class Rollback {
  private final Attempt attempt;
  private final LakeTables tables;
  private final String run;

  /** Of the raw table first. */
  private final List<Switches> made = new ArrayList<>();

  private record Moves(List<Switches> switches) {}

  Rollback(Attempt attempt, LakeTables tables, String run) {
    this.attempt = attempt;
    this.tables = tables;
    this.run = run;
  }

  static String story(Attempt attempt, LakeOptions options, String to) {
    String run = attempt.run();
    LakeTables tables = attempt.stage("check", () -> LakeTables.of(attempt, options.pipeline));
    return new Rollback(attempt, tables, run).to(to);
  }

  /** Raw's lease first, always: so two rollbacks never wait for each other. */
  String to(String to) {
    Day day = Day.is(to) ? Day.of(to) : null;
    RunsOfBoth runs =
        day == null
            ? attempt.stage("find", () -> RunsOfBoth.named("Cannot roll back to", to, tables))
            : null;
    String holder = attempt.holder(run + "-" + attempt.id);
    try (Lease raw = attempt.stage("lease", () -> tables.raw().lease(holder));
        Lease curated = attempt.stage("lease", () -> tables.curated().lease(holder))) {
      return attempt.stage(
          "switch", () -> day == null ? toRuns(runs, raw, curated) : toDay(day, raw, curated));
    }
  }

  private String toRuns(RunsOfBoth runs, Lease rawLease, Lease curatedLease) {
    Run raw = whole(tables.raw(), runs.raw().day(), runs.raw().location());
    Optional<Run> curated =
        runs.curated().map(run -> whole(tables.curated(), run.day(), run.location()));
    move(tables.raw(), raw, rawLease);
    afterRaw(
        () -> {
          curated.ifPresent(run -> move(tables.curated(), run, curatedLease));
          return null;
        });
    return "rolled %s of %s back to run %s; %s"
        .formatted(
            tables.raw().table(),
            raw.day(),
            raw.name(),
            curated
                .map(run -> tables.curated().table() + " to run " + run.name())
                .orElse(
                    tables.curated().table()
                        + " stays as it was: none of its published runs was computed from that one;"
                        + " run curate for the day"));
  }

  private String toDay(Day day, Lease rawLease, Lease curatedLease) {
    for (LakeTable table : List.of(tables.raw(), tables.curated())) {
      whole(table, day, location(table, day));
    }
    int raw = withdrawAfter(day, tables.raw(), rawLease);
    int curated = afterRaw(() -> withdrawAfter(day, tables.curated(), curatedLease));
    return "rolled back to %s as the latest day: %d later days of %s and %d of %s are withdrawn"
        .formatted(day, raw, tables.raw().table(), curated, tables.curated().table());
  }

  /** Moves the curated table's pointers; where that fails, those of the raw table are moved. */
  private <T> T afterRaw(Supplier<T> moves) {
    try {
      return moves.get();
    } catch (Failure failure) {
      throw failure.after("pointers of %s are moved".formatted(tables.raw().table()));
    }
  }

  private void move(LakeTable table, Run target, Lease lease) {
    Receipt receipt = target.receipt();
    Pointers pointers = table.catalog().pointers(receipt.partition());
    String from = pointers.partition().from();
    Switches switches =
        switches(table, lease, List.of(new Moved(receipt.day(), from, receipt.location())));
    String etag = begin(table, switches);
    table
        .catalog()
        .move(receipt.partition(), table.catalog().columns(table.table()), pointers, lease);
    attempt.say("  %s of %s: %s -> %s", table.table(), receipt.day(), from, receipt.location());
    complete(table, switches, etag);
  }

  /** From the greatest day down, so that whatever interrupts it leaves no gap. */
  private int withdrawAfter(Day day, LakeTable table, Lease lease) {
    SortedMap<Day, String> locations = table.catalog().locations(table.table());
    List<Day> later = new ArrayList<>(locations.tailMap(day).keySet());
    later.remove(day);
    later.sort(Comparator.reverseOrder());
    List<Moved> moved =
        later.stream().map(each -> new Moved(each.toString(), locations.get(each), null)).toList();
    moved.forEach(each -> table.completeReceiptOf(each.from()));
    Switches switches = switches(table, lease, moved);
    String etag = begin(table, switches);
    for (Day each : later) {
      table.catalog().withdraw(table.table(), each, lease);
      attempt.say("  %s of %s: %s -> withdrawn", table.table(), each, locations.get(each));
    }
    table.catalog().settleLatest(table.table(), day, lease);
    complete(table, switches, etag);
    return later.size();
  }

  private String begin(LakeTable table, Switches switches) {
    String etag = table.begin(switches);
    attempt.leaves(table.uri(switches.key()));
    tell(switches);
    return etag;
  }

  private void complete(LakeTable table, Switches switches, String etag) {
    table.complete(switches, etag);
    made.remove(made.size() - 1);
    tell(switches.done());
  }

  private void tell(Switches switches) {
    made.add(switches);
    attempt.tells(new Moves(List.copyOf(made)));
  }

  private Switches switches(LakeTable table, Lease lease, List<Moved> moved) {
    return new Switches(
        "rollback",
        run,
        attempt.id,
        table.database(),
        table.table(),
        lease.turn(),
        Switches.State.BEGUN,
        moved);
  }

  private static String location(LakeTable table, Day day) {
    return table
        .catalog()
        .location(table.table(), day)
        .orElseThrow(
            () ->
                Failure.specification(
                    "Cannot roll back to %s: %s has no such day".formatted(day, table.table()),
                    "see the days by daylake runs"));
  }

  /** The run as its receipt tells now, under the lease; refused where readers would miss a file. */
  private static Run whole(LakeTable table, Day day, String location) {
    table.catalog().location(table.table(), day).ifPresent(table::completeReceiptOf);
    Run run = table.runAt(location);
    String cannot = "Cannot roll %s back to".formatted(table.table());
    if (!run.is(State.PUBLISHED) && !run.is(State.REMOVED)) {
      throw Failure.refused(
          "%s run %s: it was never published".formatted(cannot, run.name()),
          "choose another by daylake runs");
    }
    table.provesFiles(cannot, run);
    table.catalog().provesReadable(table.table(), run.receipt().schema());
    return run;
  }
}
