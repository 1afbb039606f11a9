package io.daylake;

import io.daylake.aws.S3Uri;
import io.daylake.catalog.Catalog;
import io.daylake.failure.Failure;
import io.daylake.gate.Checksums;
import io.daylake.receipt.Receipt;
import io.daylake.source.FileChecksums;
import io.daylake.source.SourceTable;
import io.daylake.table.ListedFile;
import io.daylake.table.Parquet;
import io.daylake.table.StagedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** Receipt and files, compared again: long after the run, and without its source. */
final class Verify {
  /**
   * What was looked at, and what of it is not as the receipt tells.
   *
   * @param by {@code checksums} or {@code count}
   */
  private record Vouched(
      String table,
      String day,
      String run,
      Receipt.State state,
      long rows,
      String by,
      List<String> wrong) {}

  private final Attempt attempt;
  private final Receipt receipt;
  private final S3Uri prefix;

  private Verify(Attempt attempt, Receipt receipt) {
    this.attempt = attempt;
    this.receipt = receipt;
    this.prefix = S3Uri.of(receipt.location());
  }

  static String story(Attempt attempt, String uri) {
    if (!S3Uri.isObject(uri)) {
      throw Failure.specification(
          "Cannot verify '" + uri + "': it is no s3://<bucket>/<key>",
          "give the receipt that the run printed");
    }
    Receipt receipt = Receipt.read(uri, attempt.store().text(S3Uri.of(uri)));
    return new Verify(attempt, receipt).story();
  }

  private String story() {
    provesNotRemoved();
    List<String> wrong = new ArrayList<>(attempt.stage("pointers", this::pointers));
    wrong.addAll(attempt.stage("files", this::files));
    attempt.sayOfStage("%d at %s", receipt.files().size(), prefix);
    if (wrong.isEmpty()) {
      wrong.addAll(attempt.stage("rows", this::rows));
      attempt.sayOfStage("%d, by %s", receipt.counts().fileRows(), by());
    }
    attempt.tells(vouched(wrong));
    if (!wrong.isEmpty()) {
      throw Failure.refused(
          "Cannot vouch for %s of %s: %s"
              .formatted(receipt.table(), receipt.day(), String.join("; ", wrong)),
          "run the day again, or roll it back to a run that is whole");
    }
    return "%s of %s is as its receipt tells: %d rows, by %s"
        .formatted(receipt.table(), receipt.day(), receipt.counts().fileRows(), by());
  }

  private Vouched vouched(List<String> wrong) {
    return new Vouched(
        receipt.table(),
        receipt.day(),
        receipt.run() + "-" + receipt.attempt(),
        receipt.state(),
        receipt.counts().fileRows(),
        by(),
        wrong);
  }

  private void provesNotRemoved() {
    if (receipt.state() == Receipt.State.REMOVED) {
      throw Failure.refused(
          "Cannot vouch for %s of %s: retention has removed the files of run %s"
              .formatted(receipt.table(), receipt.day(), receipt.run()),
          "verify another run of the day, as daylake runs shows them");
    }
  }

  private List<String> pointers() {
    if (receipt.state() != Receipt.State.PUBLISHED) {
      return List.of();
    }
    try (Catalog catalog = new Catalog(receipt.database())) {
      LakeTable table = LakeTable.of(attempt, catalog, receipt.partition());
      List<String> problems = Standing.problems(table, receipt.partition().day());
      if (!problems.isEmpty() && table.isLeased()) {
        throw Failure.tryAgain(
            "Cannot vouch for %s: its pointers are being moved just now".formatted(table.table()),
            "run it again in a minute");
      }
      return problems;
    }
  }

  private boolean summed() {
    return receipt.reconciliation() != null && receipt.reconciliation().by().equals("checksums");
  }

  private String by() {
    return summed() ? "checksums" : "count";
  }

  private List<String> files() {
    Set<ListedFile> told = new HashSet<>();
    receipt.files().stream().map(StagedFile::listed).forEach(told::add);
    Set<ListedFile> there = new HashSet<>(attempt.store().dataFiles(prefix));
    List<String> wrong = new ArrayList<>();
    for (ListedFile file : told) {
      if (!there.contains(file)) {
        wrong.add("file " + file.key() + " is gone or changed");
      }
    }
    for (ListedFile file : there) {
      if (!told.contains(file)) {
        wrong.add("file " + file.key() + " is not of this receipt");
      }
    }
    return wrong;
  }

  private List<String> rows() {
    SparkSession spark = Sessions.open("daylake verify " + receipt.pipeline());
    List<String> uris =
        receipt.files().stream()
            .map(file -> new S3Uri(prefix.bucket(), file.key()).toString())
            .toList();
    if (summed()) {
      SourceTable table =
          SourceTable.of(
              receipt.schema(), receipt.source().read().key(), receipt.versions().get("server"));
      return told().differences(new FileChecksums(spark, table, uris).compute().checksums());
    }
    long rows = uris.stream().mapToLong(uri -> Parquet.rowsIn(spark, uri)).sum();
    return told().differences(new Checksums(rows, Map.of(), null, null));
  }

  private Checksums told() {
    return summed()
        ? receipt.reconciliation().files()
        : new Checksums(receipt.counts().fileRows(), Map.of(), null, null);
  }
}
