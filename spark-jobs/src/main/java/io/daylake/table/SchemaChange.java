package io.daylake.table;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a column since the day before. A column that was renamed is one that was dropped
 * and one that was added: nobody tells the two from each other.
 *
 * @param from its type, or its place where only that is another; null for a new column
 * @param to likewise; null for one that is gone
 */
public record SchemaChange(String column, Kind change, String from, String to) {
  public enum Kind {
    @JsonProperty("added")
    ADDED,
    @JsonProperty("dropped")
    DROPPED,
    /** The new type holds all values of the old one. */
    @JsonProperty("widened")
    WIDENED,
    /** The old type holds all values of the new one. */
    @JsonProperty("narrowed")
    NARROWED,
    /** Neither type holds all values of the other. */
    @JsonProperty("changed")
    CHANGED,
    @JsonProperty("reordered")
    REORDERED
  }

  /** In the order of the columns as they are now, those that are gone first. */
  public static List<SchemaChange> between(List<Column> before, List<Column> now) {
    Map<String, String> old = types(before);
    Map<String, String> fresh = types(now);
    List<SchemaChange> changes = new ArrayList<>();
    old.forEach(
        (name, type) -> {
          if (!fresh.containsKey(name)) {
            changes.add(new SchemaChange(name, Kind.DROPPED, type, null));
          }
        });
    fresh.forEach(
        (name, type) -> {
          if (!old.containsKey(name)) {
            changes.add(new SchemaChange(name, Kind.ADDED, null, type));
          } else if (!old.get(name).equals(type)) {
            changes.add(new SchemaChange(name, kind(old.get(name), type), old.get(name), type));
          }
        });
    changes.addAll(moved(old, fresh));
    return changes;
  }

  private static Map<String, String> types(List<Column> columns) {
    Map<String, String> types = new LinkedHashMap<>();
    columns.forEach(column -> types.put(column.name(), column.type()));
    return types;
  }

  private static Kind kind(String from, String to) {
    if (Widening.holds(to, from)) {
      return Kind.WIDENED;
    }
    return Widening.holds(from, to) ? Kind.NARROWED : Kind.CHANGED;
  }

  /** Places among the columns that are in both. */
  private static List<SchemaChange> moved(Map<String, String> old, Map<String, String> fresh) {
    List<String> before = old.keySet().stream().filter(fresh::containsKey).toList();
    List<String> now = fresh.keySet().stream().filter(old::containsKey).toList();
    List<SchemaChange> moved = new ArrayList<>();
    for (int place = 0; place < now.size(); place++) {
      int was = before.indexOf(now.get(place));
      if (was != place) {
        moved.add(new SchemaChange(now.get(place), Kind.REORDERED, place(was), place(place)));
      }
    }
    return moved;
  }

  private static String place(int index) {
    return "place " + (index + 1);
  }

  /** Such as {@code column 'id' widened from int to bigint}. */
  public String told() {
    return "column '%s' %s"
        .formatted(
            column,
            switch (change) {
              case ADDED -> "added as " + to;
              case DROPPED -> "dropped";
              case WIDENED -> "widened from " + from + " to " + to;
              case NARROWED -> "narrowed from " + from + " to " + to;
              case CHANGED -> "changed from " + from + " to " + to;
              case REORDERED -> "moved from " + from + " to " + to;
            });
  }
}
