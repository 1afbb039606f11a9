package io.daylake.support;

import org.apache.spark.sql.SparkSession;

/** The one Spark of all tests; the commands find it as they find a cluster's. */
public final class TestSpark {
  private static SparkSession session;

  private TestSpark() {}

  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              // a snapshot has up to four readers at once, whatever the machine
              .master("local[4]")
              .appName("tests")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", "2")
              // compiling Java for a handful of rows costs more than it saves
              .config("spark.sql.codegen.wholeStage", "false")
              .config("spark.sql.warehouse.dir", "target/warehouse")
              .config("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem")
              .config("spark.hadoop.fs.AbstractFileSystem.s3.impl", "org.apache.hadoop.fs.s3a.S3A")
              .config("spark.hadoop.fs.s3a.path.style.access", "true")
              .config("spark.hadoop.fs.s3a.access.key", "test")
              .config("spark.hadoop.fs.s3a.secret.key", "test")
              .config("spark.hadoop.fs.s3a.endpoint.region", "us-east-1")
              .config("spark.hadoop.fs.s3a.committer.name", "magic")
              .config("spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3", COMMITTERS)
              .config("spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a", COMMITTERS)
              .config(
                  "spark.sql.sources.commitProtocolClass",
                  "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol")
              .config(
                  "spark.sql.parquet.output.committer.class",
                  "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter")
              .getOrCreate();
    }
    return session;
  }

  private static final String COMMITTERS = "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory";
}
