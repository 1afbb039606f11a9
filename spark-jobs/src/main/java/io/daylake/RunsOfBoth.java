package io.daylake;

import io.daylake.History.Run;
import io.daylake.failure.Failure;
import io.daylake.receipt.Receipt.State;
import java.util.List;
import java.util.Optional;

/** A raw run, and the curated runs that were computed from it, newest first. */
record RunsOfBoth(Run raw, List<Run> computed) {
  /**
   * By a run id, or one with its attempt, of the raw run or of one that was computed from it. Of
   * several attempts the published ones count. {@code cannot}: how its failure begins.
   */
  static RunsOfBoth named(String cannot, String name, LakeTables tables) {
    return find(cannot, name, tables)
        .orElseThrow(
            () ->
                Failure.specification(
                    "%s '%s': there is no such run".formatted(cannot, name),
                    "give a run as daylake runs names it"));
  }

  /** Empty where there is none of that name. */
  static Optional<RunsOfBoth> find(String cannot, String name, LakeTables tables) {
    History raw = History.of(tables.raw());
    History curated = History.of(tables.curated());
    List<Run> named = named(name, raw);
    if (named.isEmpty()) {
      named =
          named(name, curated).stream()
              .flatMap(run -> raw.runs().stream().filter(each -> from(each, run, tables.raw())))
              .distinct()
              .toList();
    }
    if (named.size() > 1) {
      throw Failure.specification(
          "%s '%s': it may be %s"
              .formatted(cannot, name, String.join(" or ", named.stream().map(Run::name).toList())),
          "give one of them");
    }
    return named.stream()
        .findFirst()
        .map(
            one ->
                new RunsOfBoth(
                    one,
                    curated.runs().stream().filter(run -> from(one, run, tables.raw())).toList()));
  }

  /** The newest published curated run. */
  Optional<Run> curated() {
    return computed.stream().filter(run -> run.is(State.PUBLISHED)).findFirst();
  }

  /** The curated run of that very name, or the newest published one, or the newest. */
  Optional<Run> curated(String name) {
    return computed.stream()
        .filter(run -> run.name().equals(name))
        .findFirst()
        .or(this::curated)
        .or(() -> computed.stream().findFirst());
  }

  private static boolean from(Run raw, Run curated, LakeTable table) {
    return curated.receipt().source() != null
        && table.uri(raw.key()).toString().equals(curated.receipt().source().receipt());
  }

  private static List<Run> named(String name, History history) {
    List<Run> all =
        history.runs().stream()
            .filter(run -> run.name().equals(name) || run.receipt().run().equals(name))
            .toList();
    List<Run> published = all.stream().filter(run -> run.is(State.PUBLISHED)).toList();
    return published.isEmpty() ? all : published;
  }
}
