package io.daylake;

import io.daylake.aws.Listing;
import io.daylake.aws.ObjectStore;
import io.daylake.aws.S3Uri;
import io.daylake.catalog.Catalog;
import io.daylake.failure.Failure;
import io.daylake.lease.Lease;
import io.daylake.lease.Time;
import io.daylake.receipt.Receipt;
import io.daylake.receipt.Switches;
import io.daylake.table.ListedFile;
import io.daylake.table.Partition;
import io.daylake.table.StagedFile;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** One table of the lake: what readers see of it, and what is kept about it beside its files. */
record LakeTable(
    ObjectStore store, Catalog catalog, Time time, String bucket, String database, String table) {
  LakeTable {
    database = database.toLowerCase(Locale.ROOT);
    table = table.toLowerCase(Locale.ROOT);
  }

  static LakeTable of(Attempt attempt, Catalog catalog, Partition partition) {
    return new LakeTable(
        attempt.store(),
        catalog,
        attempt.time(),
        partition.bucket(),
        partition.database(),
        partition.table());
  }

  /** Whoever changes what readers see of the table, or takes files from it, holds this. */
  Lease lease(String holder) {
    return Lease.take(store, leaseUri(), holder, time);
  }

  boolean isLeased() {
    return Lease.isHeld(store, leaseUri());
  }

  private S3Uri leaseUri() {
    return uri(database + "/" + table + "/_leases/publish.json");
  }

  S3Uri uri(String key) {
    return new S3Uri(bucket, key);
  }

  private S3Uri prefix() {
    return uri(database + "/" + table + "/");
  }

  Listing listing(String below) {
    return store.listing(uri(prefix().key() + below));
  }

  S3Uri receiptOf(String location) {
    return uri(Partition.receiptKeyOf(location, database, table));
  }

  /**
   * Who died between the switch and the receipt's last word left it `staged`: the next holder of
   * the lease says the word, before the pointer moves on.
   */
  void completeReceiptOf(String location) {
    if (location == null) {
      return;
    }
    S3Uri uri = receiptOf(location);
    store
        .stored(uri)
        .ifPresent(
            stored -> {
              Receipt receipt = Receipt.read(uri.toString(), stored.text());
              if (receipt.state() == Receipt.State.STAGED) {
                store.putInPlaceOf(stored.etag(), uri, receipt.in(Receipt.State.PUBLISHED).json());
              }
            });
  }

  /** The run whose files are there, as its receipt tells now. */
  History.Run runAt(String location) {
    S3Uri uri = receiptOf(location);
    return store
        .stored(uri)
        .map(
            there ->
                new History.Run(
                    uri.key(),
                    there.etag(),
                    there.modified(),
                    Receipt.read(uri.toString(), there.text())))
        .orElseThrow(
            () ->
                Failure.refused(
                    "Cannot vouch for " + location + ": it has no receipt",
                    "choose another by daylake runs"));
  }

  /** Refused unless the run's files are those of its receipt. {@code cannot}: how that begins. */
  void provesFiles(String cannot, History.Run run) {
    Set<ListedFile> told =
        run.receipt().files().stream().map(StagedFile::listed).collect(Collectors.toSet());
    String problem = null;
    if (run.is(Receipt.State.REMOVED)) {
      problem = "retention has removed its files";
    } else if (!told.equals(Set.copyOf(store.dataFiles(S3Uri.of(run.location()))))) {
      problem = "the files at %s are not those of its receipt".formatted(run.location());
    }
    if (problem != null) {
      throw Failure.refused(
          "%s run %s: %s".formatted(cannot, run.name(), problem), "choose another by daylake runs");
    }
  }

  /** Before the first pointer is moved; the ETag to complete it by. */
  String begin(Switches switches) {
    S3Uri uri = uri(switches.key());
    return store
        .putInPlaceOf(null, uri, switches.json())
        .orElseThrow(
            () ->
                Failure.tryAgain(
                    "Cannot write " + uri + ": there is such an object", "run it again"));
  }

  void complete(Switches switches, String etag) {
    S3Uri uri = uri(switches.key());
    try {
      store.putInPlaceOf(etag, uri, switches.done().json());
    } catch (Failure failure) {
      throw failure.after(
          "pointers of %s are moved, their record is not complete".formatted(table));
    }
  }
}
