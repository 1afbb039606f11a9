package io.daylake.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which reader reads which keys: ranges one after another, the first without a lower bound, the
 * last without an upper one, so that together they hold every key once, whatever keys there are.
 */
public record ReadPlan(List<KeyRange> ranges) {
  /** Bounds sampled per reader: the more, the more evenly the rows are shared out. */
  private static final int BOUNDS = 8;

  /** Walks the keys in their order. */
  interface Sampler {
    /**
     * The key that stands {@code steps} places after {@code key} (null: before the first), as SQL
     * literals; null beyond the last.
     */
    List<String> step(List<String> key, long steps);
  }

  public ReadPlan {
    ranges = List.copyOf(ranges);
  }

  /** As many readers as the table suggests, whatever room a cluster has. */
  public static ReadPlan widest(Database database, SourceTable table, Limits limits) {
    try (Connection connection = database.connect()) {
      return KeyWalk.plan(connection, table, limits.readers(table.estimatedRows()));
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot plan the read of source table '" + table.name() + "'", e);
    }
  }

  static ReadPlan one() {
    return new ReadPlan(List.of(new KeyRange(null, null)));
  }

  public int readers() {
    return ranges.size();
  }

  /**
   * Equal shares for the readers, as far as the walk tells. {@code estimatedRows} may be wrong: a
   * walk that finds more doubles its steps.
   */
  static ReadPlan of(int readers, long estimatedRows, Sampler sampler) {
    if (readers < 2) {
      return one();
    }
    List<List<String>> bounds = new ArrayList<>();
    long steps = Math.max(1, estimatedRows / ((long) readers * BOUNDS));
    List<String> key = sampler.step(null, steps);
    while (key != null) {
      bounds.add(key);
      if (bounds.size() == 2 * readers * BOUNDS) {
        bounds = everySecond(bounds);
        steps *= 2;
      }
      key = sampler.step(key, steps);
    }
    return between(shared(bounds, readers));
  }

  private static List<List<String>> everySecond(List<List<String>> bounds) {
    List<List<String>> kept = new ArrayList<>();
    for (int i = 1; i < bounds.size(); i += 2) {
      kept.add(bounds.get(i));
    }
    return kept;
  }

  /** Of all bounds those that part them, and what follows the last, into equal shares. */
  private static List<List<String>> shared(List<List<String>> bounds, int readers) {
    int parts = bounds.size() + 1;
    return IntStream.range(1, Math.min(readers, parts))
        .mapToObj(i -> bounds.get((int) ((long) i * parts / Math.min(readers, parts)) - 1))
        .toList();
  }

  private static ReadPlan between(List<List<String>> bounds) {
    List<KeyRange> ranges = new ArrayList<>();
    List<String> after = null;
    for (List<String> bound : bounds) {
      ranges.add(new KeyRange(after, bound));
      after = bound;
    }
    ranges.add(new KeyRange(after, null));
    return new ReadPlan(ranges);
  }

  /** What each reader selects. */
  public List<String> selects(SourceTable table) {
    return conditions(table).stream()
        .map(condition -> table.selectAll() + " where " + condition)
        .toList();
  }

  /** Each reader's rows as SQL. */
  public List<String> conditions(SourceTable table) {
    List<String> key = table.keyColumns().stream().map(SourceColumn::quoted).toList();
    return ranges.stream()
        .map(range -> range.condition(key))
        .map(condition -> condition == null ? "true" : condition)
        .toList();
  }
}
