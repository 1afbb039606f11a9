package io.daylake;

import io.daylake.receipt.Receipt;
import io.daylake.receipt.Switches;
import io.daylake.table.Day;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Whether the pointers are where the last of those who moved them left them: a call that came later
 * than its lease shows here.
 */
final class Standing {
  /** Where a day's pointer was sent in a turn, and whether it is known to have been. */
  private record Sent(long turn, String to, boolean surely, String by) {}

  private Standing() {}

  static List<String> problems(LakeTable table, Day day) {
    History history = History.of(table);
    SortedMap<Day, String> locations = table.catalog().locations(table.table());
    List<String> problems = new ArrayList<>(ofDay(history, day, locations.get(day)));
    String greatest = locations.isEmpty() ? null : locations.get(locations.lastKey());
    Optional<String> latest = table.catalog().latest(table.table());
    if (greatest != null && !latest.equals(Optional.of(greatest))) {
      problems.add(
          "%s_latest points at %s, not at the greatest day, which is %s"
              .formatted(table.table(), latest.orElse("nothing"), greatest));
    }
    return problems;
  }

  private static List<String> ofDay(History history, Day day, String now) {
    List<Sent> sent = sent(history, day);
    long last = sent.stream().filter(Sent::surely).mapToLong(Sent::turn).max().orElse(0);
    boolean explained =
        sent.stream()
            .filter(each -> each.turn() >= last)
            .anyMatch(each -> Objects.equals(each.to(), now));
    if (explained) {
      return List.of();
    }
    String by =
        sent.stream()
            .filter(each -> each.surely() && each.turn() == last)
            .map(each -> each.by() + " sent readers to " + each.to())
            .findFirst()
            .orElse("no receipt says so");
    return List.of("day %s points at %s, but %s".formatted(day, now, by));
  }

  private static List<Sent> sent(History history, Day day) {
    List<Sent> sent = new ArrayList<>();
    for (History.Run run : history.runs()) {
      Receipt receipt = run.receipt();
      boolean published = run.is(Receipt.State.PUBLISHED);
      if (run.day().equals(day) && (published || run.is(Receipt.State.STAGED))) {
        sent.add(new Sent(run.turn(), receipt.location(), published, "run " + run.name()));
      }
    }
    for (History.Switched each : history.switches()) {
      Switches switches = each.switches();
      for (Switches.Moved moved : switches.moved()) {
        if (moved.day().equals(day.toString())) {
          boolean done = switches.state() == Switches.State.DONE;
          String by = switches.command() + " of run " + switches.run();
          sent.add(new Sent(switches.turn(), moved.to(), done, by));
        }
      }
    }
    return sent;
  }
}
