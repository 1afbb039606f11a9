package io.daylake;

import io.daylake.aws.S3Uri;
import io.daylake.table.Column;
import io.daylake.table.ListedFile;
import io.daylake.table.Parquet;
import io.daylake.table.Partition;
import io.daylake.table.Staged;
import io.daylake.table.StagedFile;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes rows where nobody looks yet, and says what then lies there. */
final class Staging {
  private Staging() {}

  static Staged stage(
      Attempt attempt,
      SparkSession spark,
      Partition partition,
      Dataset<Row> rows,
      List<Column> columns) {
    Parquet.write(rows, partition.location());
    return staged(attempt, spark, partition, columns);
  }

  /** What lies under the partition's prefix, and how many rows each file itself says it holds. */
  static Staged staged(
      Attempt attempt, SparkSession spark, Partition partition, List<Column> columns) {
    List<StagedFile> files =
        listed(attempt, partition).stream()
            .map(
                file ->
                    new StagedFile(
                        file, Parquet.rowsIn(spark, uri(partition.bucket(), file.key()))))
            .toList();
    return new Staged(partition, columns, files);
  }

  static List<ListedFile> listed(Attempt attempt, Partition partition) {
    return attempt.store().dataFiles(new S3Uri(partition.bucket(), partition.prefix()));
  }

  static List<String> uris(Staged staged) {
    return staged.files().stream()
        .map(file -> uri(staged.partition().bucket(), file.key()))
        .toList();
  }

  static String uri(String bucket, String key) {
    return new S3Uri(bucket, key).toString();
  }
}
