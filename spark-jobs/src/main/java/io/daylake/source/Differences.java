package io.daylake.source;

import io.daylake.gate.Check;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Names the rows in which files and source differ: both sides are split alike by a hash of the key,
 * the parts that differ are looked at row by row. Only as many as a person reads.
 */
final class Differences {
  /** Of a whole row: the shares of its columns, joined. */
  private static final int PARTS = 1 << 10;

  /** A row of one side: its key in words, and each column's share. */
  private record Shares(String key, List<Long> columns) implements Serializable {}

  private final Connection view;
  private final SourceTable table;
  private final Limits limits;
  private final FileChecksums files;

  private Differences(Connection view, SourceTable table, Limits limits, FileChecksums files) {
    this.view = view;
    this.table = table;
    this.limits = limits;
    this.files = files;
  }

  /** Sentences such as "row id=7: column 'seen' differs"; none for a table without a key. */
  static List<String> find(Connection view, SourceTable table, Limits limits, FileChecksums files) {
    return table.key().isEmpty() || !limits.checksums()
        ? List.of()
        : new Differences(view, table, limits, files).find();
  }

  private List<String> find() {
    try {
      ServerChecksums.bound(view, limits.maxServerSeconds());
      List<String> found = new ArrayList<>();
      for (int part : differingParts()) {
        found.addAll(ofPart(part));
        if (found.size() >= Check.SHOWN) {
          break;
        }
      }
      return found;
    } catch (SQLException e) {
      throw ServerChecksums.failure(table, limits, e);
    }
  }

  private List<Integer> differingParts() throws SQLException {
    Map<Integer, List<Long>> source = new HashMap<>();
    String shares =
        table.columns().stream()
            .map(column -> "coalesce(" + Fingerprint.sqlOfColumn(table, column) + ", 0)")
            .collect(Collectors.joining(", "));
    try (Statement statement = view.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select %s, count(*), %s from %s group by 1"
                    .formatted(sqlOfPart(), shares, table.quoted()))) {
      while (rows.next()) {
        List<Long> sums = new ArrayList<>(List.of(rows.getLong(2)));
        for (int i = 0; i < table.columns().size(); i++) {
          sums.add(Long.parseUnsignedLong(rows.getString(i + 3)));
        }
        source.put(rows.getInt(1), sums);
      }
    }
    Map<Integer, List<Long>> written = inFiles();
    TreeSet<Integer> parts = new TreeSet<>(source.keySet());
    parts.addAll(written.keySet());
    return parts.stream()
        .filter(part -> !java.util.Objects.equals(source.get(part), written.get(part)))
        .toList();
  }

  private Map<Integer, List<Long>> inFiles() {
    Map<Integer, List<Long>> all = new HashMap<>();
    SourceTable read = table;
    for (Map<Integer, long[]> file :
        files.eachFile(
            (uri, hadoop) -> {
              Map<Integer, long[]> sums = new HashMap<>();
              FileRows.read(uri, read, hadoop, row -> add(sums, row));
              return sums;
            })) {
      file.forEach((part, sums) -> all.merge(part, list(sums), Differences::joined));
    }
    return all;
  }

  private static void add(Map<Integer, long[]> sums, FileRow row) {
    List<FileValue> values = row.values();
    long factor = row.keyFactor();
    long[] sum = sums.computeIfAbsent(part(factor), none -> new long[values.size() + 1]);
    sum[0]++;
    for (int i = 0; i < values.size(); i++) {
      sum[i + 1] ^= values.get(i).code() * factor;
    }
  }

  private List<String> ofPart(int part) throws SQLException {
    Map<String, List<List<Long>>> written = new TreeMap<>();
    SourceTable read = table;
    for (List<Shares> file :
        files.eachFile(
            (uri, hadoop) -> {
              List<Shares> rows = new ArrayList<>();
              FileRows.read(uri, read, hadoop, row -> keep(rows, row, part));
              return rows;
            })) {
      file.forEach(
          row -> written.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row.columns()));
    }
    List<String> found = new ArrayList<>();
    for (Shares row : inSource(part)) {
      List<List<Long>> copies = written.remove(row.key());
      if (copies == null) {
        found.add("row " + row.key() + " is missing from the files");
      } else {
        compare(row, copies, found);
      }
    }
    written.keySet().forEach(key -> found.add("row " + key + " is not in the source"));
    return found;
  }

  private static void keep(List<Shares> rows, FileRow row, int part) {
    long factor = row.keyFactor();
    if (part(factor) == part) {
      List<Long> shares =
          row.values().stream().map(value -> value.code() * factor).collect(Collectors.toList());
      rows.add(new Shares(row.keyInWords(), shares));
    }
  }

  private List<Shares> inSource(int part) throws SQLException {
    List<SourceColumn> key = table.keyColumns();
    String keys = key.stream().map(SourceColumn::checked).collect(Collectors.joining(", "));
    String shares =
        table.columns().stream()
            .map(column -> "coalesce(" + Fingerprint.sqlOfShare(table, column) + ", 0)")
            .collect(Collectors.joining(", "));
    List<Shares> found = new ArrayList<>();
    try (Statement statement = view.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select %s, %s from %s where %s = %d"
                    .formatted(keys, shares, table.quoted(), sqlOfPart(), part))) {
      while (rows.next()) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
          words.add(
              key.get(i).lakeName()
                  + "="
                  + new String(rows.getBytes(i + 1), java.nio.charset.StandardCharsets.UTF_8));
        }
        List<Long> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
          columns.add(Long.parseUnsignedLong(rows.getString(key.size() + i + 1)));
        }
        found.add(new Shares(String.join(", ", words), columns));
      }
    }
    return found;
  }

  private void compare(Shares row, List<List<Long>> copies, List<String> found) {
    if (copies.size() > 1) {
      found.add("row " + row.key() + " is in the files " + copies.size() + " times");
    }
    for (int i = 0; i < row.columns().size(); i++) {
      if (!row.columns().get(i).equals(copies.get(0).get(i))) {
        found.add(
            "row %s: column '%s' differs".formatted(row.key(), table.columns().get(i).lakeName()));
      }
    }
  }

  private String sqlOfPart() {
    return "(" + Fingerprint.sqlOfKey(table) + ") >> 22";
  }

  private static int part(long key) {
    return (int) (key >>> 22) & (PARTS - 1);
  }

  private static List<Long> list(long[] sums) {
    return new ArrayList<>(Arrays.stream(sums).boxed().toList());
  }

  private static List<Long> joined(List<Long> one, List<Long> other) {
    List<Long> both = new ArrayList<>(List.of(one.get(0) + other.get(0)));
    for (int i = 1; i < one.size(); i++) {
      both.add(one.get(i) ^ other.get(i));
    }
    return both;
  }
}
