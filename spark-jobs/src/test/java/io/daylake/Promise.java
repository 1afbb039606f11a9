package io.daylake;

import io.daylake.failure.Failure;
import io.daylake.receipt.Receipt;
import io.daylake.receipt.Receipt.State;
import io.daylake.simulation.SimulatedGlue.Change;
import io.daylake.table.Day;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What must be so after a schedule, whatever happened in it. */
final class Promise {
  private final SimulatedLake lake;
  private final List<String> broken = new ArrayList<>();

  Promise(SimulatedLake lake) {
    this.lake = lake;
  }

  List<String> broken() {
    Set<String> shown =
        lake.glue.changes.stream()
            .filter(change -> change.day() != null)
            .map(Change::to)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    commandsToldTheTruth(shown);
    receiptsTellWhatWasShown(shown);
    pointersAreAtWholeRuns();
    return broken;
  }

  private void commandsToldTheTruth(Set<String> shown) {
    for (SimulatedLake.Ended each : lake.ended) {
      String wrong = wrong(each, shown);
      if (wrong != null) {
        broken.add(
            "%s ended with %d, but %s: %s".formatted(each.who(), each.exit(), wrong, each.said()));
      }
    }
  }

  private String wrong(SimulatedLake.Ended each, Set<String> shown) {
    boolean run = each.who().startsWith("ingest") || each.who().startsWith("curate");
    boolean wasShown =
        each.location() != null
            && shown.stream().anyMatch(to -> receiptOf(to).equals(each.location()));
    if (each.exit() == 1) {
      return "that is a bug";
    } else if (each.who().startsWith("verify") && each.exit() != 0) {
      return "pointers must be where the last of those who moved them left them";
    } else if (each.who().endsWith("rerun") && each.exit() != 0) {
      return "a plain rerun must do";
    } else if (run && each.exit() == 0 && !wasShown) {
      return "readers were never sent there";
    } else if (run
        && each.exit() != 0
        && each.exit() != 5
        && wasShown
        && !each.said().contains("is published")
        && !each.said().contains("no outcome object is left")) {
      return "readers were sent there";
    }
    return null;
  }

  private static String receiptOf(String location) {
    String[] parts = location.split("/", -1);
    return "s3://%s/%s/%s/_receipts/%s.json"
        .formatted(parts[2], parts[3], parts[4], parts[8].substring("run=".length()));
  }

  private void receiptsTellWhatWasShown(Set<String> shown) {
    for (String table : List.of("raw_things", "things")) {
      lake.objects("db/" + table + "/_receipts/")
          .forEach(
              (key, text) -> {
                Receipt receipt = Receipt.read(key, text);
                boolean published = receipt.state() == State.PUBLISHED;
                if (receipt.state() != State.REMOVED
                    && published != shown.contains(receipt.location())) {
                  broken.add(
                      "receipt %s says %s, readers were %ssent there"
                          .formatted(key, receipt.state(), published ? "never " : ""));
                }
              });
    }
  }

  /** As the last change left them. */
  private void pointersAreAtWholeRuns() {
    for (String table : List.of("raw_things", "things")) {
      Map<String, String> days = new TreeMap<>();
      String[] latest = {null};
      for (Change change : lake.glue.changes) {
        if (change.table().equals(table) && change.day() != null) {
          days.put(change.day(), change.to());
        } else if (change.table().equals(table + "_latest")) {
          latest[0] = change.to();
        }
      }
      days.values().removeIf(Objects::isNull);
      days.forEach(this::isWhole);
      String greatest = ((TreeMap<String, String>) days).lastEntry().getValue();
      if (!greatest.equals(latest[0])) {
        broken.add(
            "%s_latest is at %s, the greatest day at %s".formatted(table, latest[0], greatest));
      }
    }
  }

  private void isWhole(String day, String location) {
    Map<String, String> found = lake.objects(location.substring("s3://lake/".length()));
    if (!found.equals(lake.staged.get(location))) {
      broken.add("day %s at %s has %s".formatted(day, location, found));
    }
  }

  /**
   * What `daylake verify` says of the days before anything is run again: each is where the last who
   * had the lease sent readers. A `_latest` may wait for the next run.
   */
  static void daysStand(SimulatedLake.Hands hands) {
    stands(hands, problem -> problem.startsWith("day "));
  }

  /** And after a rerun: nothing. */
  static void allStands(SimulatedLake.Hands hands) {
    stands(hands, problem -> true);
  }

  private static void stands(SimulatedLake.Hands hands, Predicate<String> counts) {
    hands.tell(
        "verify",
        null,
        "rerun",
        null,
        attempt -> {
          LakeTables tables = hands.tables(attempt);
          for (LakeTable table : List.of(tables.raw(), tables.curated())) {
            for (Day day : table.catalog().locations(table.table()).keySet()) {
              List<String> problems =
                  Standing.problems(table, day).stream().filter(counts).toList();
              if (!problems.isEmpty()) {
                throw Failure.refused("Cannot vouch: " + problems, "see how it came to this");
              }
            }
          }
          return "all stands";
        });
  }
}
