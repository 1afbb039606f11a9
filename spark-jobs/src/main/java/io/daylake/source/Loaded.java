package io.daylake.source;

import java.util.List;

/**
 * What a load did to the source table.
 *
 * @param known rows whose key was there already: updated where they differ and are newer
 * @param shown the first bad rows; all of them stay in the rejects table under {@code loadId}
 */
public record Loaded(String loadId, long inserted, long known, long rejected, List<BadRow> shown) {
  public Loaded {
    shown = List.copyOf(shown);
  }

  public record BadRow(long line, String reason) {}
}
