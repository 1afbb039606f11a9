package io.daylake;

import io.daylake.catalog.Pointer;
import io.daylake.catalog.Pointers;
import io.daylake.gate.Verdict;
import io.daylake.table.Column;
import io.daylake.table.SchemaChange;
import io.daylake.table.Staged;
import java.util.List;

/** The lines a run prints for people. */
final class Telling {
  private Telling() {}

  /** Tells what is new about the columns; refused where it may not be. Those that the lake has. */
  static List<Column> schema(Attempt attempt, DayRun run, List<Column> columns) {
    Drift drift = attempt.stage("schema", () -> Drift.of(attempt, run, columns));
    attempt.sayOfStage("%s", counted(drift.changes()));
    eachOf(attempt, drift.changes());
    return drift.lake();
  }

  static String counted(List<SchemaChange> changes) {
    return switch (changes.size()) {
      case 0 -> "as it was";
      case 1 -> "1 change since the day before";
      default -> changes.size() + " changes since the day before";
    };
  }

  static void eachOf(Attempt attempt, List<SchemaChange> changes) {
    changes.forEach(change -> attempt.say("           %s", change.told()));
  }

  static void staged(Attempt attempt, Staged staged, String origin) {
    attempt.lastStageWrote(staged.bytes());
    attempt.sayOfStage(
        "%d rows in %d files, %.1f MB, %s",
        staged.rows(), staged.files().size(), staged.bytes() / 1e6, origin);
  }

  static void judged(Attempt attempt, Verdict verdict) {
    long passed = verdict.checks().stream().filter(check -> check.passed()).count();
    attempt.sayOfStage("%d of %d checks passed", passed, verdict.checks().size());
  }

  static void published(Attempt attempt, Pointers pointers) {
    attempt.sayOfStage("partition: %s", told(pointers.partition()));
    attempt.say("           latest: %s", told(pointers.latest()));
    attempt.say("  receipt  %s", attempt.receipt());
    attempt.say("  total    %.1f s", attempt.seconds());
  }

  /** Where readers were sent. */
  static String told(Pointer pointer) {
    if (pointer.to() == null) {
      return "none, as a later day is published";
    }
    return pointer.moves()
        ? (pointer.from() == null ? "new" : pointer.from()) + " -> " + pointer.to()
        : "stays at " + pointer.to();
  }
}
