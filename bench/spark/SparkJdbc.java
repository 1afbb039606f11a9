import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** SparkJdbc naive|best READS: a table by Spark's own JDBC source to Parquet, so many times over. */
public final class SparkJdbc {
  private static final Map<String, String> SOURCE = System.getenv();

  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().appName("bench").getOrCreate();
    for (int read = 1; read <= Integer.parseInt(arguments[1]); read++) {
      spark
          .read()
          .format("jdbc")
          .options(arguments[0].equals("best") ? best(spark) : naive())
          .load()
          .write()
          .option("compression", "zstd")
          .parquet(SOURCE.get("BENCH_OUT") + "/" + read);
      System.out.println("LAP");
    }
    spark.stop();
  }

  private static Map<String, String> naive() {
    return options("", SOURCE.get("BENCH_TABLE"));
  }

  /**
   * One range of keys a core, rows streamed, in the server's binary protocol. Timestamps without a
   * zone spare a conversion.
   */
  private static Map<String, String> best(SparkSession spark) {
    Map<String, String> options =
        options("?useServerPrepStmts=true&tinyInt1isBit=false", SOURCE.get("BENCH_TABLE"));
    Row bounds = bounds(spark);
    options.put("partitionColumn", "id");
    options.put("lowerBound", bounds.get(0).toString());
    options.put("upperBound", bounds.get(1).toString());
    options.put("numPartitions", "" + spark.sparkContext().defaultParallelism());
    options.put("fetchsize", "" + Integer.MIN_VALUE);
    options.put("preferTimestampNTZ", "true");
    return options;
  }

  private static Row bounds(SparkSession spark) {
    String query = "(select min(id), max(id) from " + SOURCE.get("BENCH_TABLE") + ") as bounds";
    return spark.read().format("jdbc").options(options("", query)).load().first();
  }

  private static Map<String, String> options(String driver, String table) {
    Map<String, String> options = new TreeMap<>();
    options.put(
        "url",
        "jdbc:mysql://%s:%s/%s%s"
            .formatted(
                SOURCE.get("BENCH_HOST"),
                SOURCE.get("BENCH_PORT"),
                SOURCE.get("BENCH_SCHEMA"),
                driver));
    options.put("user", SOURCE.get("BENCH_USER"));
    options.put("password", SOURCE.get("BENCH_PASSWORD"));
    options.put("dbtable", table);
    options.put("driver", "com.mysql.cj.jdbc.Driver");
    return options;
  }
}
