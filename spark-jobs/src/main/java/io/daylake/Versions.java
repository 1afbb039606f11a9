package io.daylake;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** What made the files, for the receipt. */
final class Versions {
  private Versions() {}

  /** {@code server} is the source's, or null where none was asked. */
  static Map<String, String> of(SparkSession spark, String server) {
    Map<String, String> versions = new TreeMap<>();
    versions.put("daylake", Version.text());
    versions.put("spark", spark.version());
    versions.put("java", System.getProperty("java.version"));
    if (server != null) {
      versions.put("server", server);
    }
    return versions;
  }
}
