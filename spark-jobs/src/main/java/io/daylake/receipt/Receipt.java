package io.daylake.receipt;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.daylake.aws.S3Uri;
import io.daylake.catalog.Pointers;
import io.daylake.failure.Failure;
import io.daylake.gate.Check;
import io.daylake.gate.Checksums;
import io.daylake.json.Json;
import io.daylake.table.Column;
import io.daylake.table.Day;
import io.daylake.table.Partition;
import io.daylake.table.SchemaChange;
import io.daylake.table.StagedFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What one attempt staged, how it was judged, and where readers were sent.
 *
 * @param turn the lease's under which readers were sent there; the greater, the later; or null
 * @param schema the columns as the source has them, in its order
 * @param schemaChanges since the day before; null where it did not come to publishing
 */
public record Receipt(
    String pipeline,
    String stage,
    String day,
    String run,
    String attempt,
    boolean late,
    State state,
    Long turn,
    String database,
    String table,
    String location,
    Source source,
    List<Column> schema,
    String schemaFingerprint,
    List<SchemaChange> schemaChanges,
    Counts counts,
    Reconciliation reconciliation,
    List<StagedFile> files,
    List<Judged> checks,
    Pointers pointers,
    List<Stage> stages,
    Map<String, String> versions) {

  /** How far an attempt came. */
  public enum State {
    /** Judged, and about to be published: whether it was, the pointers say. */
    @JsonProperty("staged")
    STAGED,
    /** Readers were sent to it. */
    @JsonProperty("published")
    PUBLISHED,
    @JsonProperty("refused")
    REFUSED,
    /** Retention deletes its files, or has done so. */
    @JsonProperty("removed")
    REMOVED
  }

  /**
   * Where the rows came from.
   *
   * @param snapshotAt the instant of the read view at the source
   * @param position in the source's log, or null
   * @param receipt of the files read, where the source is a table of the lake, else null
   * @param read how it was read, where the source is a database, else null
   */
  public record Source(
      String table, String snapshotAt, String position, long rows, String receipt, Read read) {}

  /**
   * How the rows of one instant were read.
   *
   * @param key columns that tell rows apart
   * @param readers how many read at once
   * @param lockedMillis how long the table was locked, or null where it was not
   * @param note why it was read otherwise than planned, or null
   */
  public record Read(List<String> key, int readers, Double lockedMillis, String note) {}

  /**
   * How source and files were compared.
   *
   * @param by {@code checksums} or {@code count}
   * @param serverSeconds the source's share of the work
   * @param inexact columns whose checksum cannot tell every value from every other, and why
   * @param impossibleDates by column, dates that no calendar has; null where it was not asked
   */
  public record Reconciliation(
      String by,
      double serverSeconds,
      Checksums source,
      Checksums files,
      Map<String, String> inexact,
      Map<String, Long> impossibleDates) {}

  public record Counts(long sourceRows, long fileRows) {}

  public record Judged(String name, boolean passed, List<String> offending) {
    public Judged(Check check) {
      this(check.name(), check.passed(), check.offending());
    }
  }

  public static Receipt read(String uri, String text) {
    try {
      return Json.read(text, Receipt.class);
    } catch (JsonProcessingException e) {
      throw Failure.refused(
              "Cannot use receipt " + uri + ": it is not one (" + e.getOriginalMessage() + ")",
              "run ingest again for the day")
          .because(e);
    }
  }

  /** What is known of files that no receipt tells of. */
  public static Receipt ofStray(Partition partition) {
    return new Receipt(
        null,
        null,
        partition.day().toString(),
        partition.run(),
        partition.attempt(),
        false,
        State.STAGED,
        null,
        partition.database(),
        partition.table(),
        partition.location(),
        null,
        List.of(),
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        List.of(),
        Map.of());
  }

  public Receipt in(State now) {
    return new Receipt(
        pipeline,
        stage,
        day,
        run,
        attempt,
        late,
        now,
        turn,
        database,
        table,
        location,
        source,
        schema,
        schemaFingerprint,
        schemaChanges,
        counts,
        reconciliation,
        files,
        checks,
        pointers,
        stages,
        versions);
  }

  /** The partition that it tells of. */
  public Partition partition() {
    return new Partition(S3Uri.of(location).bucket(), database, table, Day.of(day), run, attempt);
  }

  public String json() {
    return Json.of(this);
  }

  /** Two schemas are the same where their fingerprints are. */
  public static String fingerprint(List<Column> columns) {
    StringBuilder text = new StringBuilder();
    columns.forEach(
        column -> text.append(column.name()).append(':').append(column.type()).append('\n'));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
