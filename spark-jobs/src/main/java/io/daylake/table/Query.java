package io.daylake.table;

import io.daylake.failure.Failure;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A file of Spark SQL with the parameter {@code :day}. */
public record Query(String path, String text, Day day) {
  /** Finds out whether the SQL fits the views, without running it. */
  public Dataset<Row> analysed(SparkSession spark) {
    return named(
        () -> spark.sql(withoutLastSemicolon(), Map.<String, Object>of("day", day.toString())));
  }

  /** The first rows it returns, as JSON. */
  public List<String> firstRows(SparkSession spark, int atMost) {
    return named(() -> analysed(spark).limit(atMost).toJSON().collectAsList());
  }

  /** Runs {@code work}; where this file's SQL is at fault, says so by its name. */
  public <T> T named(java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (Throwable thrown) {
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        if (cause instanceof SparkThrowable spark && wrongSql(spark.getSqlState())) {
          throw Failure.specification(
                  "Cannot run " + path + ": " + firstLine(cause.getMessage()),
                  "correct the SQL of the file")
              .because(thrown);
        }
      }
      throw thrown;
    }
  }

  private static String firstLine(String message) {
    return message
        .strip()
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll("[\\s;]+$", "")
        .replaceAll("\\s+", " ");
  }

  /** SQL state classes: 22 is bad data for an expression, 42 is syntax, names and types. */
  private static boolean wrongSql(String state) {
    return state != null && (state.startsWith("22") || state.startsWith("42"));
  }

  private String withoutLastSemicolon() {
    return text.strip().replaceAll(";$", "");
  }
}
