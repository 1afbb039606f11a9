package io.daylake;

import io.daylake.catalog.Pointers;
import io.daylake.catalog.Publication;
import io.daylake.failure.Failure;
import io.daylake.gate.Failed;
import io.daylake.gate.Passed;
import io.daylake.gate.Verdict;
import io.daylake.receipt.Receipt;
import io.daylake.table.Partition;
import io.daylake.table.Staged;
import java.util.Map;

/** Publishes what passed, with a receipt before the switch and the completed one after it. */
final class Publishing {
  private final Attempt attempt;
  private final DayRun run;
  private final String stage;
  private final Receipt.Source source;
  private final long expectedRows;
  private final Receipt.Reconciliation reconciliation;
  private final Map<String, String> versions;

  /** {@code stage}: raw or curated; {@code reconciliation}: null where rows were computed. */
  Publishing(
      Attempt attempt,
      DayRun run,
      String stage,
      Receipt.Source source,
      long expectedRows,
      Receipt.Reconciliation reconciliation,
      Map<String, String> versions) {
    this.attempt = attempt;
    this.run = run;
    this.stage = stage;
    this.source = source;
    this.expectedRows = expectedRows;
    this.reconciliation = reconciliation;
    this.versions = versions;
  }

  Pointers publish(Verdict verdict) {
    if (verdict instanceof Passed passed) {
      return publish(run.catalog().plan(passed));
    }
    leave("refused", verdict, null);
    throw ((Failed) verdict).failure();
  }

  private Pointers publish(Publication publication) {
    leave("staged", publication.passed(), publication.pointers());
    attempt.stage(
        "publish",
        () -> {
          run.catalog().publish(publication);
          return null;
        });
    complete(publication);
    return publication.pointers();
  }

  private void complete(Publication publication) {
    try {
      leave("published", publication.passed(), publication.pointers());
    } catch (Failure failure) {
      Partition partition = publication.passed().staged().partition();
      throw failure.after(
          "%s of %s is published, its receipt is not complete"
              .formatted(partition.table(), partition.day()));
    }
  }

  private void leave(String state, Verdict verdict, Pointers pointers) {
    Staged staged = verdict.staged();
    Partition partition = staged.partition();
    Receipt receipt =
        new Receipt(
            run.pipeline().name(),
            stage,
            partition.day().toString(),
            partition.run(),
            partition.attempt(),
            run.late(),
            state,
            partition.database(),
            partition.table(),
            partition.location(),
            source,
            staged.columns(),
            Receipt.fingerprint(staged.columns()),
            new Receipt.Counts(expectedRows, staged.rows()),
            reconciliation,
            staged.files(),
            verdict.checks().stream().map(Receipt.Judged::new).toList(),
            pointers,
            attempt.stages,
            versions);
    attempt.leaveReceipt(partition.receiptKey(), receipt.json());
  }
}
