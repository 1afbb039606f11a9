package io.daylake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.daylake.table.Day;
import io.daylake.table.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The rows of two runs in the columns that both have, each in a type that holds the values of both.
 *
 * @param leftOut columns that hold nothing but the day of their run
 */
record Aligned(
    Dataset<Row> from,
    Dataset<Row> to,
    List<String> onlyFrom,
    List<String> onlyTo,
    List<Retyped> retyped,
    List<String> leftOut) {
  /** A column whose type is another one. */
  record Retyped(String column, String from, String to) {}

  static Aligned of(Dataset<Row> from, Dataset<Row> to) {
    Dataset<Row> before = lowerCase(from);
    Dataset<Row> after = lowerCase(to);
    List<String> common = both(after, before);
    return new Aligned(
        typed(before, after, common),
        typed(after, before, common),
        others(before, common),
        others(after, common),
        common.stream()
            .filter(name -> !type(before, name).equals(type(after, name)))
            .map(
                name ->
                    new Retyped(
                        name,
                        type(before, name).catalogString(),
                        type(after, name).catalogString()))
            .toList(),
        List.of());
  }

  List<String> columns() {
    return List.of(to.columns());
  }

  /**
   * Without the columns that tell each run's own day: between two days they differ in every row and
   * say nothing of it.
   */
  Aligned withoutDay(Day fromDay, Day toDay) {
    if (fromDay.equals(toDay)) {
      return this;
    }
    List<String> days =
        columns().stream()
            .filter(name -> type(to, name).equals(DataTypes.DateType))
            .filter(name -> holdsOnly(from, name, fromDay) && holdsOnly(to, name, toDay))
            .toList();
    String[] names = days.toArray(String[]::new);
    return new Aligned(from.drop(names), to.drop(names), onlyFrom, onlyTo, retyped, days);
  }

  private static boolean holdsOnly(Dataset<Row> rows, String name, Day day) {
    Row ends = rows.agg(min(col(name)), max(col(name))).first();
    return day.date().equals(ends.get(0)) && day.date().equals(ends.get(1));
  }

  private static Dataset<Row> lowerCase(Dataset<Row> rows) {
    return rows.toDF(
        Arrays.stream(rows.columns())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toArray(String[]::new));
  }

  private static List<String> both(Dataset<Row> one, Dataset<Row> other) {
    return Arrays.stream(one.columns()).filter(List.of(other.columns())::contains).toList();
  }

  private static List<String> others(Dataset<Row> rows, List<String> common) {
    return Arrays.stream(rows.columns()).filter(name -> !common.contains(name)).toList();
  }

  private static Dataset<Row> typed(Dataset<Row> rows, Dataset<Row> other, List<String> columns) {
    return rows.select(
        columns.stream()
            .map(name -> col(name).cast(Texts.common(type(rows, name), type(other, name))).as(name))
            .toArray(Column[]::new));
  }

  private static DataType type(Dataset<Row> rows, String name) {
    return rows.schema().apply(name).dataType();
  }
}
