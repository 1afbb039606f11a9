package io.daylake.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.daylake.catalog.Pointers;
import io.daylake.failure.Failure;
import io.daylake.gate.Check;
import io.daylake.table.Column;
import io.daylake.table.StagedFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What one attempt staged, how it was judged, and where readers were sent. */
public record Receipt(
    String pipeline,
    String stage,
    String day,
    String run,
    String attempt,
    boolean late,
    String state,
    String database,
    String table,
    String location,
    Source source,
    List<Column> schema,
    String schemaFingerprint,
    Counts counts,
    List<StagedFile> files,
    List<Judged> checks,
    Pointers pointers,
    List<Stage> stages,
    Map<String, String> versions) {

  /**
   * Where the rows came from.
   *
   * @param snapshotAt the instant of the read view at the source
   * @param position in the source's log, or null
   * @param receipt of the files read, where the source is a table of the lake, else null
   */
  public record Source(
      String table, String snapshotAt, String position, long rows, String receipt) {}

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
