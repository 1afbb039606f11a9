package io.daylake.source;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.CollectionAccumulator;

/**
 * The rows of a table as they stood at one instant: one Spark task, one connection, one
 * transaction, the rows streamed.
 */
public final class Snapshot {
  /**
   * What the reader saw besides rows.
   *
   * @param at the server's clock when the read view opened, UTC
   * @param position in the server's log at that instant, or null where the server does not tell
   * @param rows as the server counts them in the same read view
   */
  public record Taken(String at, String position, long rows) implements Serializable {}

  private final Dataset<Row> rows;
  private final CollectionAccumulator<Taken> taken;

  private Snapshot(Dataset<Row> rows, CollectionAccumulator<Taken> taken) {
    this.rows = rows;
    this.taken = taken;
  }

  /** Nothing is read until the rows are. */
  public static Snapshot of(SparkSession spark, Database database, SourceTable table) {
    CollectionAccumulator<Taken> taken = spark.sparkContext().collectionAccumulator("snapshot");
    JavaRDD<Row> rows =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(List.of(0), 1)
            .mapPartitions(one -> SnapshotReader.open(database, table, taken));
    return new Snapshot(spark.createDataFrame(rows, table.schema()), taken);
  }

  /** To be read once: each reading would be a snapshot of its own. */
  public Dataset<Row> rows() {
    return rows;
  }

  /** Known once the rows were read. */
  public Taken taken() {
    List<Taken> all = taken.value();
    if (all.size() != 1) {
      throw new IllegalStateException("the snapshot was read " + all.size() + " times, not once");
    }
    return all.get(0);
  }
}
