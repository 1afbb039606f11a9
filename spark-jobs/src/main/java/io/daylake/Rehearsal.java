package io.daylake;

import io.daylake.table.Parquet;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Does a little of what every job does with Spark, so that {@code bootstrap/install.sh} can keep
 * the classes that were loaded for it. Touches nothing but the folder it is given.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /** {@code arguments}: a folder that is not there yet. */
  public static void main(String[] arguments) {
    SparkSession spark = Sessions.open("daylake rehearsal");
    try {
      Parquet.write(
          spark
              .range(1000)
              .selectExpr("id", "cast(id as string) word", "id / 3 as share", "now() as at"),
          arguments[0]);
      Dataset<Row> rows = Parquet.read(spark, List.of(arguments[0]));
      rows.createOrReplaceTempView("raw");
      long words =
          spark
              .sql(
                  "select word, count(*), max(at) from raw where share > 5 group by word order by 1")
              .count();
      System.out.println(words + " words");
    } finally {
      spark.stop();
    }
  }
}
