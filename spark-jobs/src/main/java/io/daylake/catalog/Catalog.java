package io.daylake.catalog;

import io.daylake.failure.Failure;
import io.daylake.gate.Passed;
import io.daylake.lease.Lease;
import io.daylake.lease.Time;
import io.daylake.table.Column;
import io.daylake.table.Day;
import io.daylake.table.Partition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** What readers see. */
public final class Catalog implements AutoCloseable {
  private static final int TRIES = 5;

  private final GlueCatalog glue;

  /** Fails where the database is missing. */
  public Catalog(String database) {
    this(new GlueCatalog(database));
    glue.provesDatabase();
  }

  /** {@code writing} must not try again by itself. */
  public Catalog(String database, GlueClient reading, GlueClient writing, Time time) {
    this(new GlueCatalog(database, reading, writing, time));
  }

  private Catalog(GlueCatalog glue) {
    this.glue = glue;
  }

  /** The columns the table has now; empty if there is no table yet. */
  public List<Column> columns(String table) {
    return glue.table(table.toLowerCase(Locale.ROOT))
        .map(there -> GlueCatalog.columns(there.storageDescriptor()))
        .orElse(List.of());
  }

  /** Where the day's published files are. */
  public Optional<String> location(String table, Day day) {
    return glue.partition(table.toLowerCase(Locale.ROOT), day)
        .map(partition -> partition.storageDescriptor().location());
  }

  /** Where the files of each published day are. */
  public SortedMap<Day, String> locations(String table) {
    return glue.locations(table.toLowerCase(Locale.ROOT));
  }

  /** Where the files of the greatest day before this one are. */
  public Optional<String> locationBefore(String name, Day day) {
    String table = name.toLowerCase(Locale.ROOT);
    Optional<Table> latest =
        glue.table(GlueRequests.latestName(table))
            .filter(
                there ->
                    GlueRequests.dayOfLatest(there)
                        .filter(of -> of.compareTo(day) < 0)
                        .isPresent());
    if (latest.isPresent()) {
      return Optional.of(latest.get().storageDescriptor().location());
    }
    SortedMap<Day, String> earlier = glue.locations(table).headMap(day);
    return earlier.isEmpty() ? Optional.empty() : Optional.of(earlier.get(earlier.lastKey()));
  }

  /** Refuses files that Athena would not read through the table as it is now. */
  public void provesReadable(String table, List<Column> files) {
    TableColumns.provesReadable(table, columns(table), files);
  }

  /** Where the table of the latest day points. */
  public Optional<String> latest(String table) {
    return glue.table(GlueRequests.latestName(table.toLowerCase(Locale.ROOT)))
        .map(there -> there.storageDescriptor().location());
  }

  /** Decides what publishing would do; writes nothing. */
  public Publication plan(Passed passed) {
    Partition partition = passed.staged().partition();
    List<Column> columns =
        TableColumns.after(
            partition.table(), columns(partition.table()), passed.staged().columns());
    return new Publication(passed, columns, pointers(partition));
  }

  /** Where readers are sent, and where they would be sent with this partition published. */
  public Pointers pointers(Partition partition) {
    String to = partition.location();
    String from = location(partition.table(), partition.day()).orElse(null);
    String greatest =
        glue.greatestAfter(partition.table(), partition.day())
            .flatMap(day -> location(partition.table(), day))
            .orElse(to);
    return new Pointers(
        new Pointer(from, to), new Pointer(latest(partition.table()).orElse(null), greatest));
  }

  /** Under the lease that was held when the publication was planned. */
  public void publish(Publication publication, Lease lease) {
    Partition partition = publication.passed().staged().partition();
    new TableWrites(glue, lease).evolve(partition, publication.columns());
    move(partition, publication.columns(), publication.pointers(), lease);
  }

  /**
   * Two switches, the partition first. Each is atomic, the pair is not: whoever publishes next
   * completes a missing second. {@code columns}: the table's, whatever the files have of them.
   */
  public void move(Partition partition, List<Column> columns, Pointers pointers, Lease lease) {
    var input = GlueRequests.partition(partition, columns);
    if (pointers.partition().from() == null) {
      glue.create(partition.table(), input, lease);
    } else {
      glue.update(partition.table(), input, lease);
    }
    try {
      settleLatest(partition.table(), partition.day(), lease);
    } catch (Failure failure) {
      throw failure.after(
          "partition "
              + partition.day()
              + " is published, "
              + GlueRequests.latestName(partition.table())
              + " still points at "
              + pointers.latest().from());
    }
  }

  /** Takes a day from the readers' view; its files stay. */
  public void withdraw(String table, Day day, Lease lease) {
    glue.delete(table.toLowerCase(Locale.ROOT), day, lease);
  }

  /**
   * Points the table of the latest day at the greatest day there is, which is {@code day} or a
   * later one. Its version is read before the days are: whoever changes either in between makes the
   * write fail, and all is read again.
   */
  public void settleLatest(String name, Day day, Lease lease) {
    String table = name.toLowerCase(Locale.ROOT);
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<Table> latest = glue.table(GlueRequests.latestName(table));
      Optional<TableInput> input =
          glue.partition(table, glue.greatestAfter(table, day).orElse(day))
              .map(greatest -> GlueRequests.latest(table, greatest));
      if (input.isPresent() && settled(latest, input.get(), lease)) {
        return;
      }
    }
    throw GlueWrites.conflict("Cannot update Glue table '" + GlueRequests.latestName(table) + "'");
  }

  @Override
  public void close() {
    glue.close();
  }

  private boolean settled(Optional<Table> latest, TableInput input, Lease lease) {
    if (latest.isEmpty()) {
      return glue.creates(input, lease);
    }
    return GlueCatalog.same(input.storageDescriptor(), latest.get().storageDescriptor())
        || glue.updates(input, latest.get().versionId(), lease);
  }
}
