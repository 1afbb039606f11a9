package io.daylake.pipeline;

import java.util.List;

/** The facts of one table's way into the lake, as its {@code pipeline.toml} states them. */
public record Pipeline(
    String name,
    String secret,
    String database,
    Schema schema,
    Source source,
    Target raw,
    Target curated) {

  /** What becomes of the day's tables where columns are others than the day before. */
  public enum Schema {
    /** What can be read together with the days before is published, and told. */
    EVOLVE,
    /** Nothing is published but the columns of the day before, in whatever order. */
    FREEZE
  }

  /**
   * A table of the source database, and how it may be read.
   *
   * @param key columns that tell rows apart; none: one reader reads the table
   * @param readers connections that read at once; 0: as the table's size and the cluster suggest
   * @param checksums whether the server proves every column, or only counts
   * @param maxServerSeconds longest run of a statement that only checks
   * @param refuseWithoutLock whether a table that cannot be locked is refused, or read by one
   *     reader
   */
  public record Source(
      String table,
      List<String> key,
      int readers,
      boolean checksums,
      int maxServerSeconds,
      boolean refuseWithoutLock) {
    public Source {
      key = List.copyOf(key);
    }
  }

  /** A table of the lake. */
  public record Target(String table, boolean mayBeEmpty) {}
}
