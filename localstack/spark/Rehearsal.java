import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Does a little of what daily jobs do, so that the classes they need are loaded once while the JVM takes notes. */
public final class Rehearsal {
  /** What only a master, a worker or an executor loads. */
  private static final List<String> ELSEWHERE =
      List.of(
          "org.apache.spark.deploy.master.Master",
          "org.apache.spark.deploy.worker.Worker",
          "org.apache.spark.deploy.worker.ExecutorRunner",
          "org.apache.spark.deploy.client.StandaloneAppClient",
          "org.apache.spark.scheduler.cluster.StandaloneSchedulerBackend",
          "org.apache.spark.executor.CoarseGrainedExecutorBackend",
          "org.apache.spark.sql.execution.datasources.jdbc.JDBCRDD");

  public static void main(String[] arguments) throws Exception {
    String rows = arguments[0];
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      spark
          .range(1000)
          .selectExpr("id", "cast(id as string) as text", "id % 3 as kind", "current_timestamp() as at")
          .write()
          .parquet(rows);
      Dataset<Row> read = spark.read().parquet(rows);
      read.createOrReplaceTempView("read");
      spark.sql("select kind, count(*) as n, max(text) from read where id > 5 group by kind order by n").collectAsList();
      writeToNoS3(read);
      for (String name : ELSEWHERE) {
        Class.forName(name);
      }
    }
  }

  /** No endpoint answers, but all the way to it is walked. */
  private static void writeToNoS3(Dataset<Row> read) {
    var s3 = read.sparkSession().sparkContext().hadoopConfiguration();
    s3.set("fs.s3a.endpoint", "http://127.0.0.1:9");
    s3.set("fs.s3a.access.key", "none");
    s3.set("fs.s3a.secret.key", "none");
    s3.set("fs.s3a.path.style.access", "true");
    s3.setInt("fs.s3a.attempts.maximum", 0);
    s3.setInt("fs.s3a.retry.limit", 0);
    try {
      read.write().parquet("s3a://nowhere/rows");
    } catch (Exception expected) {
      System.out.println("As expected: " + expected.getMessage());
    }
  }
}
