package io.daylake.source;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of a key's order: the keys after {@code after} up to and with {@code upTo}, each a list of
 * SQL literals, one per key column. Null: without that bound.
 */
record KeyRange(List<String> after, List<String> upTo) {

  /** The SQL condition, or null where all keys are in it. {@code key}: quoted columns. */
  String condition(List<String> key) {
    if (after == null && upTo == null) {
      return null;
    }
    if (after == null) {
      return upTo(key);
    }
    return upTo == null ? after(key) : after(key) + " and " + upTo(key);
  }

  private String after(List<String> key) {
    return beyond(key, after, ">", ">");
  }

  private String upTo(List<String> key) {
    return beyond(key, upTo, "<", "<=");
  }

  /**
   * The order of tuples spelt out, with the first column's bound in front: the optimizer finds a
   * range of the index in it, which it does not in a comparison of tuples.
   */
  private static String beyond(List<String> key, List<String> bound, String strict, String last) {
    if (key.size() == 1) {
      return key.get(0) + " " + last + " " + bound.get(0);
    }
    List<String> ways =
        IntStream.range(0, key.size())
            .mapToObj(
                i -> equal(key, bound, i) + compared(key, bound, i, key.size() - 1, strict, last))
            .toList();
    return "(%s %s= %s and (%s))"
        .formatted(key.get(0), strict, bound.get(0), String.join(" or ", ways));
  }

  private static String equal(List<String> key, List<String> bound, int columns) {
    StringBuilder condition = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      condition.append(key.get(i)).append(" = ").append(bound.get(i)).append(" and ");
    }
    return condition.toString();
  }

  private static String compared(
      List<String> key, List<String> bound, int i, int lastColumn, String strict, String last) {
    return key.get(i) + " " + (i == lastColumn ? last : strict) + " " + bound.get(i);
  }
}
