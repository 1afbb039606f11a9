package io.daylake;

import io.daylake.History.Run;
import io.daylake.failure.Failure;
import io.daylake.lease.Lease;
import io.daylake.receipt.Receipt;
import io.daylake.receipt.Receipt.State;
import io.daylake.receipt.Switches;
import io.daylake.receipt.Switches.Moved;
import io.daylake.table.Day;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Removes old runs of a table: first a day's pointer goes, long afterwards its files. A receipt
 * says `removed` before the first of its files is deleted, so an interrupted run harms nobody and
 * the next one goes on.
 */
final class Retention {
  /** So many pointers or receipts are changed under one lease, which is short. */
  private static final int AT_ONCE = 20;

  record Retained(String table, int daysWithdrawn, int runsRemoved, int filesDeleted) {
    @Override
    public String toString() {
      return "%s: %d days withdrawn, %d runs removed, %d files deleted"
          .formatted(table, daysWithdrawn, runsRemoved, filesDeleted);
    }
  }

  private record Told(List<Retained> tables) {}

  private final Attempt attempt;
  private final LakeTable table;
  private final String run;
  private final Keep keep;

  Retention(Attempt attempt, LakeTable table, String run, Keep keep) {
    this.attempt = attempt;
    this.table = table;
    this.run = run;
    this.keep = keep;
  }

  static String story(Attempt attempt, LakeOptions options, Keep keep) {
    String run = attempt.run();
    LakeTables tables = attempt.stage("check", () -> LakeTables.of(attempt, options.pipeline));
    List<Retained> retained = new ArrayList<>();
    for (LakeTable table : List.of(tables.raw(), tables.curated())) {
      retained.add(new Retention(attempt, table, run, keep).retain());
      attempt.tells(new Told(List.copyOf(retained)));
    }
    return retained.stream().map(Retained::toString).collect(Collectors.joining("; "));
  }

  Retained retain() {
    int days = attempt.stage("withdraw", this::withdrawOldDays);
    int runs = attempt.stage("mark", this::markOldRuns);
    int files = attempt.stage("delete", () -> new Removed(attempt, table).delete());
    return new Retained(table.table(), days, runs, files);
  }

  private int withdrawOldDays() {
    int withdrawn = 0;
    while (!oldDays().isEmpty()) {
      try (Lease lease = lease()) {
        withdrawn += withdraw(oldDays(), lease);
      }
    }
    return withdrawn;
  }

  private List<Moved> oldDays() {
    SortedMap<Day, String> locations = table.catalog().locations(table.table());
    return keep.old(locations.keySet()).stream()
        .limit(AT_ONCE)
        .map(day -> new Moved(day.toString(), locations.get(day), null))
        .toList();
  }

  private int withdraw(List<Moved> old, Lease lease) {
    if (old.isEmpty()) {
      return 0;
    }
    old.forEach(each -> table.completeReceiptOf(each.from()));
    Switches switches =
        new Switches(
            "retain",
            run,
            attempt.id,
            table.database(),
            table.table(),
            lease.turn(),
            Switches.State.BEGUN,
            old);
    String etag = table.begin(switches);
    attempt.leaves(table.uri(switches.key()));
    for (Moved each : old) {
      table.catalog().withdraw(table.table(), Day.of(each.day()), lease);
      attempt.say("  %s of %s: %s -> withdrawn", table.table(), each.day(), each.from());
    }
    table.complete(switches, etag);
    return old.size();
  }

  private int markOldRuns() {
    int marked = 0;
    History history = History.of(table);
    Prefixes prefixes = Prefixes.of(table);
    while (!old(history, prefixes).isEmpty()) {
      try (Lease lease = lease()) {
        history = History.since(history, table);
        List<Receipt> old = old(history, prefixes);
        for (Receipt receipt : old.subList(0, Math.min(AT_ONCE, old.size()))) {
          mark(receipt, history, lease);
          marked++;
        }
      }
      history = History.since(history, table);
    }
    return marked;
  }

  /** Of runs that need not be kept, and of files that no receipt tells of. */
  private List<Receipt> old(History history, Prefixes prefixes) {
    SortedMap<Day, String> locations = table.catalog().locations(table.table());
    Set<String> used = new HashSet<>(locations.values());
    table.catalog().latest(table.table()).ifPresent(used::add);
    List<Receipt> old = new ArrayList<>();
    keep.old(history, locations.keySet(), used).stream().map(Run::receipt).forEach(old::add);
    prefixes.strays(history, keep.grace()).stream()
        .filter(stray -> !used.contains(stray.location()))
        .map(Receipt::ofStray)
        .forEach(old::add);
    return old;
  }

  private void mark(Receipt receipt, History history, Lease lease) {
    lease.provesItsOwn();
    try {
      String before = history.at(receipt.location()).map(Run::etag).orElse(null);
      table
          .store()
          .putInPlaceOf(
              before, table.receiptOf(receipt.location()), receipt.in(State.REMOVED).json());
      attempt.say(
          "  %s of %s: removing run %s-%s",
          table.table(), receipt.day(), receipt.run(), receipt.attempt());
    } catch (Failure e) {
      lease.lapses(); // it may be under way still
      throw e;
    }
  }

  private Lease lease() {
    return table.lease(attempt.holder(run + "-" + attempt.id));
  }
}
