package io.daylake.source;

import java.time.Duration;

/**
 * What a pipeline asks of its source database, and no more.
 *
 * @param maxReaders connections that read at once; 0: as the table's size and the cluster suggest
 * @param checksums whether the server computes a checksum of each column, or only counts
 * @param maxServerSeconds longest run of a statement that only checks
 * @param refuseWithoutLock whether a table that cannot be locked is refused, or read by one reader
 */
public record Limits(
    int maxReaders, boolean checksums, int maxServerSeconds, boolean refuseWithoutLock) {
  /** Fewer rows than this are not worth a reader of their own. */
  private static final long ROWS_PER_READER = 100_000;

  private static final int MOST = 16;

  /** How long the server may say nothing: its longest statement, and a little. */
  public Duration silence() {
    return Duration.ofSeconds(maxServerSeconds + 20L);
  }

  int readers(long estimatedRows) {
    return maxReaders > 0
        ? maxReaders
        : (int) Math.max(1, Math.min(MOST, estimatedRows / ROWS_PER_READER));
  }
}
