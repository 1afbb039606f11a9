import org.apache.spark.sql.SparkSession;

/** Writes the numbers below the second argument as Parquet to the first, and prints how many it can read back. */
public final class WriteNumbers {
  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = SparkSession.builder().appName("write numbers").getOrCreate()) {
      spark.range(Long.parseLong(arguments[1])).write().parquet(arguments[0]);
      System.out.println("read back " + spark.read().parquet(arguments[0]).count());
    }
  }
}
