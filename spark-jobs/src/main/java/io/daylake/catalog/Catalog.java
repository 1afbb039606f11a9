package io.daylake.catalog;

import io.daylake.failure.Failure;
import io.daylake.gate.Passed;
import io.daylake.table.Column;
import io.daylake.table.Day;
import io.daylake.table.Partition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Table;

/** What readers see. */
public final class Catalog implements AutoCloseable {
  private final GlueCatalog glue;

  /** Fails where the database is missing. */
  public Catalog(String database) {
    glue = new GlueCatalog(database);
    glue.provesDatabase();
  }

  /** The columns the table has now; empty if there is no table yet. */
  public List<Column> columns(String table) {
    return glue.table(table.toLowerCase(Locale.ROOT)).map(GlueCatalog::columns).orElse(List.of());
  }

  /** Where the day's published files are. */
  public Optional<String> location(String table, Day day) {
    return glue.partition(table.toLowerCase(Locale.ROOT), day)
        .map(partition -> partition.storageDescriptor().location());
  }

  /** Decides what publishing would do; writes nothing. */
  public Publication plan(Passed passed) {
    Partition partition = passed.staged().partition();
    String to = partition.location();
    String from = location(partition.table(), partition.day()).orElse(null);
    String latest = latestLocation(partition);
    boolean greatest = !glue.hasLaterThan(partition.table(), partition.day());
    return new Publication(
        passed,
        TableColumns.after(
            partition.table(), columns(partition.table()), passed.staged().columns()),
        new Pointers(new Pointer(from, to), new Pointer(latest, greatest ? to : latest)));
  }

  /**
   * Two switches, the partition first. Each is atomic, the pair is not: a rerun completes a missing
   * second.
   */
  public void publish(Publication publication) {
    Partition partition = publication.passed().staged().partition();
    widenTable(partition, publication.columns());
    switchPartition(publication, partition);
    if (publication.pointers().latest().moves()) {
      try {
        switchLatest(publication, partition);
      } catch (Failure failure) {
        throw failure.after(
            "partition "
                + partition.day()
                + " is published, "
                + GlueRequests.latestName(partition)
                + " still points at "
                + publication.pointers().latest().from());
      }
    }
  }

  @Override
  public void close() {
    glue.close();
  }

  private void widenTable(Partition partition, List<Column> columns) {
    Optional<Table> table = glue.table(partition.table());
    if (table.isEmpty()) {
      glue.create(GlueRequests.table(partition, columns));
    } else if (!names(GlueCatalog.columns(table.get())).equals(names(columns))) {
      glue.update(GlueRequests.table(partition, columns), table.get().versionId());
    }
  }

  private void switchPartition(Publication publication, Partition partition) {
    var input = GlueRequests.partition(partition, publication.passed().staged().columns());
    if (publication.pointers().partition().from() == null) {
      glue.create(partition.table(), input);
    } else {
      glue.update(partition.table(), input);
    }
  }

  private void switchLatest(Publication publication, Partition partition) {
    var input = GlueRequests.latest(partition, publication.passed().staged().columns());
    Optional<Table> latest = glue.table(input.name());
    if (latest.isEmpty()) {
      glue.create(input);
    } else {
      glue.update(input, latest.get().versionId());
    }
  }

  private String latestLocation(Partition partition) {
    return glue.table(GlueRequests.latestName(partition))
        .map(table -> table.storageDescriptor().location())
        .orElse(null);
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }
}
