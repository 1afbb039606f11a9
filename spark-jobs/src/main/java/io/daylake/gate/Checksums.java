package io.daylake.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one side, source or files, says of all rows: how many there are and an order-free checksum
 * of each column. Two sides that hold the same rows say the same.
 *
 * @param columns by the lake's name, as decimal texts; empty where only rows were counted
 * @param leastKey text of the least value of the key's first column, or null where it was not asked
 * @param greatestKey its greatest
 */
public record Checksums(
    long rows, Map<String, String> columns, String leastKey, String greatestKey) {
  private static final int SHOWN = 8;

  public Checksums {
    columns = java.util.Collections.unmodifiableMap(new TreeMap<>(columns));
  }

  /** What the two do not agree on; empty if they hold the same rows. */
  public List<String> differences(Checksums files) {
    List<String> found = new ArrayList<>();
    if (rows != files.rows) {
      found.add(rows + " rows in the source, " + files.rows + " in the files");
    }
    List<String> differing =
        columns.keySet().stream()
            .filter(name -> !columns.get(name).equals(files.columns.get(name)))
            .toList();
    if (!differing.isEmpty()) {
      found.add("values differ in " + named(differing));
    }
    if (leastKey != null && !leastKey.equals(files.leastKey)) {
      found.add(
          "the least key is " + leastKey + " in the source, " + files.leastKey + " in the files");
    }
    if (greatestKey != null && !greatestKey.equals(files.greatestKey)) {
      found.add(
          "the greatest key is "
              + greatestKey
              + " in the source, "
              + files.greatestKey
              + " in the files");
    }
    return found;
  }

  private static String named(List<String> columns) {
    String some =
        columns.stream().limit(SHOWN).collect(Collectors.joining("', '", "column '", "'"));
    return columns.size() > SHOWN ? some + " and " + (columns.size() - SHOWN) + " more" : some;
  }
}
