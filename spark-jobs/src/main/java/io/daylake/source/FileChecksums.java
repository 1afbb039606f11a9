package io.daylake.source;

import io.daylake.gate.Checksums;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What the files say of all their rows, read again from where they were written, in the terms of
 * {@link ServerChecksums}.
 */
public final class FileChecksums {
  /** One file's, or several files' joined. */
  record Part(
      long rows,
      List<Long> shares,
      List<Long> impossibleDates,
      Long leastKey,
      Long greatestKey,
      boolean ascending)
      implements Serializable {

    static Part empty(SourceTable table) {
      List<Long> none = Collections.nCopies(table.columns().size(), 0L);
      return new Part(0, none, none, null, null, true);
    }

    Part joined(Part other, boolean keyed) {
      return new Part(
          rows + other.rows,
          pairwise(shares, other.shares, keyed ? (one, two) -> one ^ two : Long::sum),
          pairwise(impossibleDates, other.impossibleDates, Long::sum),
          either(leastKey, other.leastKey, true),
          either(greatestKey, other.greatestKey, false),
          ascending
              && other.ascending
              && (greatestKey == null || other.leastKey == null || greatestKey < other.leastKey));
    }

    private static List<Long> pairwise(
        List<Long> one, List<Long> other, BinaryOperator<Long> join) {
      List<Long> joined = new ArrayList<>(one.size());
      for (int i = 0; i < one.size(); i++) {
        joined.add(join.apply(one.get(i), other.get(i)));
      }
      return joined;
    }

    private static Long either(Long one, Long other, boolean least) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return least ? Math.min(one, other) : Math.max(one, other);
    }
  }

  private final SparkSession spark;
  private final SourceTable table;
  private final List<String> uris;

  public FileChecksums(SparkSession spark, SourceTable table, List<String> uris) {
    this.spark = spark;
    this.table = table;
    this.uris = List.copyOf(uris);
  }

  /**
   * What one pass over the files shows.
   *
   * @param impossibleDates how many dates there are that no calendar has, by the lake's name, only
   *     columns that have any
   * @param keysAscend whether each key is greater than the one before it, which proves that all are
   *     different; false says nothing
   */
  public record Found(Checksums checksums, Map<String, Long> impossibleDates, boolean keysAscend) {}

  public Found compute() {
    boolean keyed = !table.key().isEmpty();
    SourceTable read = table;
    Part all =
        eachFile((uri, hadoop) -> sum(uri, read, hadoop)).stream()
            .sorted(Comparator.comparing(Part::leastKey, Comparator.nullsFirst(Long::compare)))
            .reduce(Part.empty(table), (one, other) -> one.joined(other, keyed));
    Map<String, String> columns = new TreeMap<>();
    Map<String, Long> impossible = new TreeMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      String name = table.columns().get(i).lakeName();
      columns.put(name, Long.toUnsignedString(all.shares().get(i)));
      if (all.impossibleDates().get(i) > 0) {
        impossible.put(name, all.impossibleDates().get(i));
      }
    }
    return new Found(
        new Checksums(all.rows(), columns, text(all.leastKey()), text(all.greatestKey())),
        impossible,
        table.key().size() == 1 && !KeyExtremes.comparable(table).isEmpty() && all.ascending());
  }

  private static Part sum(String uri, SourceTable table, Configuration hadoop) throws IOException {
    FileSums sums = new FileSums(table);
    FileRows.read(uri, table, hadoop, sums);
    return sums.part();
  }

  /** Work on one file, wherever it runs. */
  interface Work<T> extends Serializable {
    T on(String uri, Configuration hadoop) throws IOException;
  }

  <T> List<T> eachFile(Work<T> work) {
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
    return uris.isEmpty()
        ? new ArrayList<>()
        : context
            .parallelize(uris, uris.size())
            .map(
                uri -> {
                  try {
                    return work.on(uri, hadoop.value());
                  } catch (IOException e) {
                    throw new UncheckedIOException("reading " + uri, e);
                  }
                })
            .collect();
  }

  private static String text(Long value) {
    return value == null ? null : value.toString();
  }
}
