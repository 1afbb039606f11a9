package io.daylake;

import org.apache.spark.sql.SparkSession;

/**
 * Spark sessions, with what our files' meaning depends on; where and how they run is the cluster's.
 */
final class Sessions {
  private Sessions() {}

  static SparkSession open(String name) {
    SparkSession spark = SparkSession.builder().appName(name).getOrCreate().newSession();
    // the same SQL gives the same answer wherever it runs
    spark.conf().set("spark.sql.session.timeZone", "UTC");
    spark.conf().set("spark.sql.ansi.enabled", "true");
    // Spark's default is INT96, which carries no meaning for other readers
    spark.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    // times are read and written as java.time, without a detour over the JVM's zone
    spark.conf().set("spark.sql.datetime.java8API.enabled", "true");
    return spark;
  }
}
