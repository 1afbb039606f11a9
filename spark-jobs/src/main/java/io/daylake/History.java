package io.daylake;

import io.daylake.aws.Listing;
import io.daylake.aws.Stored;
import io.daylake.receipt.Receipt;
import io.daylake.receipt.Receipt.State;
import io.daylake.receipt.Switches;
import io.daylake.table.Day;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All receipts of a table: of its runs, newest first, and of the switches between them.
 *
 * @param at when they were listed, by S3's clock
 */
record History(Instant at, List<Run> runs, List<Switched> switches) {
  private static final Comparator<Run> NEWEST_FIRST =
      Comparator.comparing(Run::day)
          .thenComparingLong(Run::turn)
          .thenComparing(Run::modified)
          .reversed();

  private interface Kept {
    String key();

    String etag();
  }

  /** An attempt on a day, as its receipt tells; key, ETag and time are the receipt's. */
  record Run(String key, String etag, Instant modified, Receipt receipt) implements Kept {
    Day day() {
      return Day.of(receipt.day());
    }

    /** Receipts of older versions know no turns. */
    long turn() {
      return receipt.turn() == null ? 0 : receipt.turn();
    }

    String name() {
      return receipt.run() + "-" + receipt.attempt();
    }

    String location() {
      return receipt.location();
    }

    boolean is(State state) {
      return receipt.state() == state;
    }

    boolean leaves(String location) {
      return receipt.pointers() != null
          && (Objects.equals(receipt.pointers().partition().from(), location)
              || Objects.equals(receipt.pointers().latest().from(), location));
    }
  }

  record Switched(String key, String etag, Instant modified, Switches switches) implements Kept {
    boolean leaves(String location) {
      return switches.moved().stream().anyMatch(moved -> location.equals(moved.from()));
    }
  }

  History {
    runs = runs.stream().sorted(NEWEST_FIRST).toList();
    switches = List.copyOf(switches);
  }

  static History of(LakeTable table) {
    return since(new History(Instant.EPOCH, List.of(), List.of()), table);
  }

  /** Reads only what is new since. */
  static History since(History before, LakeTable table) {
    Listing runs = table.listing("_receipts/");
    return new History(
        runs.at(),
        read(
            table,
            runs,
            before.runs(),
            (key, there) ->
                new Run(key, there.etag(), there.modified(), receipt(table, key, there))),
        read(
            table,
            table.listing("_switches/"),
            before.switches(),
            (key, there) ->
                new Switched(key, there.etag(), there.modified(), switches(table, key, there))));
  }

  static Receipt receipt(LakeTable table, String key, Stored there) {
    return Receipt.read(table.uri(key).toString(), there.text());
  }

  private static Switches switches(LakeTable table, String key, Stored there) {
    return Switches.read(table.uri(key).toString(), there.text());
  }

  private static <T extends Kept> List<T> read(
      LakeTable table, Listing listing, List<T> before, BiFunction<String, Stored, T> read) {
    var known = before.stream().collect(Collectors.toMap(Kept::key, Function.identity()));
    return listing.entries().stream()
        .flatMap(
            entry -> {
              T kept = known.get(entry.key());
              return kept != null && kept.etag().replace("\"", "").equals(entry.file().etag())
                  ? Stream.of(kept)
                  : table.store().stored(table.uri(entry.key())).stream()
                      .map(there -> read.apply(entry.key(), there));
            })
        .toList();
  }

  Optional<Run> at(String location) {
    return runs.stream().filter(run -> run.location().equals(location)).findFirst();
  }

  /** How long ago anything was said of the run, or of readers being sent away from it. */
  Duration quiet(Run run) {
    Instant last =
        Stream.of(
                Stream.of(run.modified()),
                runs.stream().filter(each -> each.leaves(run.location())).map(Run::modified),
                switches.stream()
                    .filter(each -> each.leaves(run.location()))
                    .map(Switched::modified))
            .flatMap(Function.identity())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return Duration.between(last, at);
  }
}
