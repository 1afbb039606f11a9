package io.daylake;

import io.daylake.aws.S3Uri;
import io.daylake.aws.Stored;
import io.daylake.catalog.Pointers;
import io.daylake.catalog.Publication;
import io.daylake.failure.Failure;
import io.daylake.gate.Failed;
import io.daylake.gate.Passed;
import io.daylake.gate.Verdict;
import io.daylake.lease.Lease;
import io.daylake.receipt.Receipt;
import io.daylake.receipt.Receipt.State;
import io.daylake.table.Partition;
import io.daylake.table.SchemaChange;
import io.daylake.table.Staged;
import java.util.List;
import java.util.Map;

/**
 * Publishes what passed, under the table's lease, with a receipt before the switch and the
 * completed one after it.
 */
final class Publishing {
  private final Attempt attempt;
  private final DayRun run;
  private final String stage;
  private final Receipt.Source source;
  private final long expectedRows;
  private final Receipt.Reconciliation reconciliation;
  private final Map<String, String> versions;
  private final LakeTable table;

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
    this.table = LakeTable.of(attempt, run.catalog(), run.partition());
  }

  Pointers publish(Verdict verdict) {
    if (verdict instanceof Passed passed) {
      return publish(passed);
    }
    leave(receipt(State.REFUSED, verdict, null, null, null), null);
    throw ((Failed) verdict).failure();
  }

  private Pointers publish(Passed passed) {
    String holder = attempt.holder(run.partition().name());
    try (Lease lease = attempt.stage("lease", () -> table.lease(holder))) {
      List<SchemaChange> changes = Drift.of(attempt, run, passed.staged().columns()).changes();
      Publication publication = run.catalog().plan(passed);
      Pointers pointers = publication.pointers();
      table.completeReceiptOf(pointers.partition().from());
      String etag = leave(receipt(State.STAGED, passed, changes, pointers, lease), null);
      attempt.stage(
          "publish",
          () -> {
            run.catalog().publish(publication, lease);
            return null;
          });
      complete(receipt(State.PUBLISHED, passed, changes, pointers, lease), etag);
      return pointers;
    }
  }

  private void complete(Receipt receipt, String before) {
    try {
      leave(receipt, before);
    } catch (Failure failure) {
      throw failure.after(
          "%s of %s is published, its receipt is not complete"
              .formatted(receipt.table(), receipt.day()));
    }
  }

  /** {@code before}: the ETag of the receipt that it replaces, or null for none. */
  private String leave(Receipt receipt, String before) {
    S3Uri uri = table.uri(run.partition().receiptKey());
    attempt.leaves(uri);
    attempt.tells(receipt);
    return table
        .store()
        .putInPlaceOf(before, uri, receipt.json())
        .orElseGet(() -> leftByOthers(receipt, uri));
  }

  /** The next holder of the lease may have said the last word; retention may have been here. */
  private String leftByOthers(Receipt receipt, S3Uri uri) {
    return table
        .store()
        .stored(uri)
        .filter(there -> Receipt.read(uri.toString(), there.text()).state() == receipt.state())
        .map(Stored::etag)
        .orElseThrow(
            () ->
                Failure.tryAgain(
                    "Cannot write receipt " + uri + ": another has written it meanwhile",
                    "run the day again"));
  }

  private Receipt receipt(
      State state, Verdict verdict, List<SchemaChange> changes, Pointers pointers, Lease lease) {
    Staged staged = verdict.staged();
    Partition partition = staged.partition();
    return new Receipt(
        run.pipeline().name(),
        stage,
        partition.day().toString(),
        partition.run(),
        partition.attempt(),
        run.late(),
        state,
        lease == null ? null : lease.turn(),
        partition.database(),
        partition.table(),
        partition.location(),
        source,
        staged.columns(),
        Receipt.fingerprint(staged.columns()),
        changes,
        new Receipt.Counts(expectedRows, staged.rows()),
        reconciliation,
        staged.files(),
        verdict.checks().stream().map(Receipt.Judged::new).toList(),
        pointers,
        attempt.stages,
        versions);
  }
}
