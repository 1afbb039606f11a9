package io.daylake.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Rows to files and back. */
public final class Parquet {
  private Parquet() {}

  /** The same rows with their columns in the order of the lake's. */
  public static Dataset<Row> inOrderOf(Dataset<Row> rows, List<Column> lake) {
    List<String> names = Arrays.stream(rows.columns()).sorted(Column.inOrderOf(lake)).toList();
    return names.equals(List.of(rows.columns()))
        ? rows
        : rows.select(
            names.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new));
  }

  /** Refuses a location that holds anything: the attempt's prefix is its own. */
  public static void write(Dataset<Row> rows, String location) {
    rows.write()
        .option("compression", "zstd")
        .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        .parquet(location);
  }

  /** How many rows a file itself says it holds. */
  public static long rowsIn(SparkSession spark, String uri) {
    var configuration = spark.sparkContext().hadoopConfiguration();
    try (ParquetFileReader file =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(uri), configuration))) {
      return file.getRecordCount();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the footer of " + uri, e);
    }
  }

  /** Exactly these files and no other; their folders' names mean nothing. */
  public static Dataset<Row> read(SparkSession spark, StructType schema, List<String> uris) {
    if (uris.isEmpty()) {
      return spark.createDataFrame(List.of(), schema);
    }
    return spark
        .read()
        .option("recursiveFileLookup", "true")
        .schema(schema)
        .parquet(uris.toArray(String[]::new));
  }

  /** Exactly these files, with the schema they have. */
  public static Dataset<Row> read(SparkSession spark, List<String> uris) {
    return spark.read().option("recursiveFileLookup", "true").parquet(uris.toArray(String[]::new));
  }
}
