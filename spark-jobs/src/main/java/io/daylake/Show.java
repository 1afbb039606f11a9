package io.daylake;

import io.daylake.History.Run;
import io.daylake.failure.Failure;
import io.daylake.pipeline.PipelineFolder;
import io.daylake.receipt.Outcome;
import io.daylake.receipt.Receipt;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** All that is known of a run. */
final class Show {
  /**
   * A run of one table.
   *
   * @param current whether readers of its day see it
   */
  record Shown(boolean current, String uri, Receipt receipt) {}

  /**
   * @param raw null where the run came to no receipt, as is {@code curated}
   * @param outcomes how the commands of the run ended, the first first
   */
  record Found(Shown raw, Shown curated, List<Outcome> outcomes) {}

  private Show() {}

  static String story(Attempt attempt, String folder, String name) {
    LakeTables tables = LakeTables.of(attempt, folder);
    Optional<RunsOfBoth> runs = RunsOfBoth.find("Cannot show", name, tables);
    Shown raw = runs.map(both -> shown(tables.raw(), both.raw())).orElse(null);
    Shown curated =
        runs.flatMap(both -> both.curated(name))
            .map(run -> shown(tables.curated(), run))
            .orElse(null);
    Found found = new Found(raw, curated, outcomes(tables.raw(), folder, ids(name, raw, curated)));
    if (raw == null && found.outcomes().isEmpty()) {
      throw Failure.specification(
          "Cannot show '%s': there is no such run".formatted(name),
          "give a run as daylake runs names it");
    }
    attempt.tells(found);
    RunPage.of(found).forEach(attempt::show);
    return raw == null
        ? "run %s came to no receipt".formatted(name)
        : "run %s of %s".formatted(raw.receipt().run(), raw.receipt().day());
  }

  private static Shown shown(LakeTable table, Run run) {
    Optional<String> now = table.catalog().location(table.table(), run.day());
    return new Shown(
        now.equals(Optional.of(run.location())), table.uri(run.key()).toString(), run.receipt());
  }

  /** Outcomes lie under run ids, without attempts. */
  private static List<String> ids(String name, Shown raw, Shown curated) {
    return raw == null
        ? Stream.of(name).filter(Attempt::isRun).toList()
        : Stream.of(raw, curated)
            .filter(Objects::nonNull)
            .map(shown -> shown.receipt().run())
            .distinct()
            .toList();
  }

  private static List<Outcome> outcomes(LakeTable table, String folder, List<String> ids) {
    return ids.stream()
        .flatMap(
            id ->
                table
                    .store()
                    .list(table.uri(Outcome.prefix(PipelineFolder.nameOf(folder), id)))
                    .stream())
        .map(file -> table.uri(file.key()))
        .map(uri -> Outcome.read(uri.toString(), table.store().text(uri)))
        .sorted(Comparator.comparing(Outcome::startedAt))
        .toList();
  }
}
