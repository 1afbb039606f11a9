package io.daylake.source;

import io.daylake.failure.Failure;
import io.daylake.gate.Checksums;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.spark.sql.SparkSession;

/**
 * The rows of a table as they stood at one instant. Several readers are Spark tasks whose views are
 * opened while the table is locked; a single one reads in the program's own view and needs no lock.
 * That view stays open until the snapshot is closed, so that the server can be asked about exactly
 * the rows that were read.
 */
public final class Snapshot implements AutoCloseable {
  /**
   * What there is to know of it besides its rows.
   *
   * @param at the server's clock while the views were opened, UTC
   * @param position in the server's log at that instant, or null where the server does not tell
   * @param readers how many read at once
   * @param lockedMillis how long the table was locked, or null where it was not
   * @param note why it was read otherwise than planned, or null
   * @param checksums what the server itself says of all rows, asked without the plan's conditions
   * @param checkSeconds how long it took the server to say so
   */
  public record Taken(
      String at,
      String position,
      int readers,
      Double lockedMillis,
      String note,
      Checksums checksums,
      double checkSeconds) {}

  private static final Duration ARRIVAL = Duration.ofSeconds(90);
  private static final Duration OPENING = Duration.ofSeconds(3);

  private final SparkSession spark;
  private final Database database;
  private final SourceTable table;
  private final Limits limits;
  private final Connection view;

  private Snapshot(
      SparkSession spark, Database database, SourceTable table, Limits limits, Connection view) {
    this.spark = spark;
    this.database = database;
    this.table = table;
    this.limits = limits;
    this.view = view;
  }

  /** Connects; there is no view yet. */
  public static Snapshot of(
      SparkSession spark, Database database, SourceTable table, Limits limits) {
    return new Snapshot(spark, database, table, limits, database.connectToRead());
  }

  /** As many readers as there is work and room for; the bounds are sampled before any lock. */
  public ReadPlan plan() {
    refuseUncheckedView();
    int wanted = limits.readers(table.estimatedRows());
    if (wanted == 1) {
      return ReadPlan.one();
    }
    refuseDynamicAllocation();
    return KeyWalk.plan(view, table, Math.min(wanted, Readers.slots(spark, wanted)));
  }

  /** Reads what the statements select into a file each under {@code location}. */
  public Taken read(List<String> selects, String location) {
    return read(selects, location, Progress.UNSEEN);
  }

  /** The same, telling how far it is. */
  public Taken read(List<String> selects, String location, Progress progress) {
    try {
      return selects.size() == 1
          ? alone(selects.get(0), location, progress, null)
          : together(selects, location, progress);
    } catch (SQLException e) {
      throw SqlFailures.reading(table.name(), e);
    }
  }

  /** Rows and columns in which the files differ from the view, some of them. */
  public List<String> differences(FileChecksums files) {
    return Differences.find(view, table, limits, files);
  }

  private Taken alone(String select, String location, Progress progress, String note)
      throws SQLException {
    View.open(view, table);
    proveColumns();
    String at = View.instant(view);
    String position = LogPosition.of(view);
    RangeReader.copy(
        view,
        table,
        select,
        Readers.file(location, 0),
        spark.sparkContext().hadoopConfiguration(),
        progress);
    return checked(at, position, 1, null, note);
  }

  private Taken together(List<String> selects, String location, Progress progress)
      throws SQLException {
    String name = UUID.randomUUID().toString().substring(0, 18);
    CompletableFuture<List<Long>> readers = null;
    try (Connection holder = database.connect()) {
      Rendezvous rendezvous = new Rendezvous(holder, name);
      rendezvous.closeGate();
      readers = Readers.start(spark, name, database, table, selects, location, progress);
      if (!rendezvous.allArrived(selects.size(), ARRIVAL, readers::isDone)) {
        throw lost(readers, "not all readers could connect");
      }
      TableLock lock = new TableLock(holder, table);
      String refusal = lock.take();
      if (refusal != null) {
        rendezvous.openGate();
        Readers.sendHome(readers);
        return withoutLock(refusal, location, progress);
      }
      rendezvous.tableIsLocked();
      View.open(view, table);
      rendezvous.openGate();
      if (!rendezvous.allOpen(selects.size(), OPENING, readers::isDone)) {
        throw lost(readers, "not all readers could open a view while the table was locked");
      }
      proveColumns();
      String at = View.instant(view);
      String position = LogPosition.of(view);
      rendezvous.tableIsNoLongerLocked();
      Double locked = lock.release();
      Taken taken = checked(at, position, selects.size(), locked, null);
      readers.join();
      return taken;
    } catch (CompletionException e) {
      throw Failure.within(e) == null ? e : Failure.within(e);
    } finally {
      if (readers != null && !readers.isDone()) {
        Readers.stop(spark, name);
      }
    }
  }

  private Taken checked(String at, String position, int readers, Double lockedMillis, String note) {
    long start = System.nanoTime();
    Checksums checksums = ServerChecksums.of(view, table, limits);
    double seconds = Math.round((System.nanoTime() - start) / 1e7) / 100.0;
    return new Taken(at, position, readers, lockedMillis, note, checksums, seconds);
  }

  private Taken withoutLock(String refusal, String location, Progress progress)
      throws SQLException {
    if (limits.refuseWithoutLock()) {
      throw Failure.tryAgain(
          "Cannot lock source table '" + table.name() + "' while its views are opened: " + refusal,
          "see who holds it or grant LOCK TABLES, or set source.without-lock = \"one-reader\"");
    }
    return alone(table.selectAll(), location, progress, "one reader, without a lock: " + refusal);
  }

  /** A reader's own failure says more than that it was missed. */
  private Failure lost(CompletableFuture<List<Long>> readers, String otherwise) {
    if (readers.isCompletedExceptionally()) {
      readers.join();
    }
    return Failure.tryAgain(
        "Cannot read source table '" + table.name() + "' at one instant: " + otherwise,
        "run it again; nothing published has changed");
  }

  /** The views are open, so from here on the definition stays as it is. */
  private void proveColumns() throws SQLException {
    Set<SourceColumn> now = Set.copyOf(SourceTables.columnsNow(view, table.name()));
    if (!now.equals(Set.copyOf(table.columns()))) {
      throw Failure.tryAgain(
          "Cannot read source table '" + table.name() + "': its columns changed meanwhile",
          "run it again; nothing published has changed");
    }
  }

  private void refuseUncheckedView() {
    try {
      if (!limits.checksums() && SourceTables.isView(view, table.name())) {
        throw Failure.specification(
            "Cannot read source table '"
                + table.name()
                + "': it is a view, and nothing but checksums tells whether its tables were read at one instant",
            "leave source.checksums on");
      }
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot read source table '" + table.name() + "'", e);
    }
  }

  private void refuseDynamicAllocation() {
    if (spark.sparkContext().getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      throw Failure.specification(
          "Cannot start readers that exist all at once: Spark allocates executors dynamically",
          "submit the step with --conf spark.dynamicAllocation.enabled=false");
    }
  }

  @Override
  public void close() {
    try {
      view.close();
    } catch (SQLException e) {
      // what was read is judged by itself
    }
  }
}
