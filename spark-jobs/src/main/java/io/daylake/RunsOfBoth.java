package io.daylake;

import io.daylake.History.Run;
import io.daylake.failure.Failure;
import io.daylake.receipt.Receipt.State;
import java.util.List;
import java.util.Optional;

/** A raw run, and the newest published curated run that was computed from it, if there is one. */
record RunsOfBoth(Run raw, Optional<Run> curated) {

  /**
   * By a run id, or one with its attempt, of the raw run or of one that was computed from it. Of
   * several attempts the published ones count.
   */
  static RunsOfBoth named(String name, LakeTables tables) {
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
    if (named.size() != 1) {
      throw Failure.specification(
          named.isEmpty()
              ? "Cannot roll back to '%s': there is no such run".formatted(name)
              : "Cannot roll back to '%s': it may be %s"
                  .formatted(name, String.join(" or ", named.stream().map(Run::name).toList())),
          "give a day, or a run as daylake runs names it");
    }
    Run one = named.get(0);
    return new RunsOfBoth(
        one,
        curated.runs().stream()
            .filter(run -> run.is(State.PUBLISHED) && from(one, run, tables.raw()))
            .findFirst());
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
