package io.daylake;

import io.daylake.aws.S3Uri;
import io.daylake.failure.Failure;
import io.daylake.receipt.Receipt;
import io.daylake.table.ListedFile;
import io.daylake.table.Partition;
import io.daylake.table.StagedFile;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The day's published raw files: exactly those of the receipt, as they were when they passed. */
record RawPartition(String receipt, Receipt contents, List<String> uris) {

  static RawPartition find(Attempt attempt, DayRun run) {
    String table = run.pipeline().raw().table().toLowerCase(Locale.ROOT);
    String database = run.pipeline().database();
    String location =
        run.catalog()
            .location(table, run.day())
            .orElseThrow(
                () ->
                    Failure.specification(
                        "Cannot curate "
                            + run.day()
                            + ": table '"
                            + table
                            + "' has no partition of that day",
                        "run ingest for the day first"));
    S3Uri prefix = S3Uri.of(location);
    S3Uri receipt = new S3Uri(prefix.bucket(), Partition.receiptKeyOf(location, database, table));
    Receipt contents = Receipt.read(receipt.toString(), attempt.store().text(receipt));
    proveUnchanged(run, prefix, contents, attempt.store().dataFiles(prefix));
    return new RawPartition(
        receipt.toString(),
        contents,
        contents.files().stream()
            .map(file -> new S3Uri(prefix.bucket(), file.key()).toString())
            .toList());
  }

  long rows() {
    return contents.counts().fileRows();
  }

  Receipt.Source source() {
    return new Receipt.Source(
        contents.table(),
        contents.source().snapshotAt(),
        contents.source().position(),
        rows(),
        receipt,
        null);
  }

  private static void proveUnchanged(
      DayRun run, S3Uri prefix, Receipt receipt, List<ListedFile> listed) {
    Set<ListedFile> judged =
        receipt.files().stream().map(StagedFile::listed).collect(Collectors.toSet());
    if (!judged.equals(Set.copyOf(listed))) {
      throw Failure.refused(
          "Cannot curate "
              + run.day()
              + ": the files at "
              + prefix
              + " are not those of the receipt",
          "run ingest again for the day");
    }
  }
}
