package io.daylake.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.sql.SparkSession;
import scala.collection.Iterator;

/** What running tasks say of themselves in their executors' heartbeats, every ten seconds. */
final class TaskProgress extends SparkListener implements AutoCloseable {
  static final String ROWS = "rows read";
  static final String BYTES = "bytes written";

  private final SparkSession spark;
  private final Progress progress;
  private final Map<Object, Long> rows = new ConcurrentHashMap<>();
  private final Map<Object, Long> bytes = new ConcurrentHashMap<>();

  TaskProgress(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.progress = progress;
    if (progress != Progress.UNSEEN) {
      spark.sparkContext().addSparkListener(this);
    }
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    var tasks = update.accumUpdates().iterator();
    while (tasks.hasNext()) {
      var task = tasks.next();
      Iterator<AccumulableInfo> values = task._4().iterator();
      while (values.hasNext()) {
        keep(task._1(), values.next());
      }
    }
    progress.at(sum(rows), sum(bytes));
  }

  private void keep(Object task, AccumulableInfo value) {
    String name = value.name().isDefined() ? value.name().get() : "";
    if (value.update().isDefined() && value.update().get() instanceof Long number) {
      if (name.equals(ROWS)) {
        rows.put(task, number);
      } else if (name.equals(BYTES)) {
        bytes.put(task, number);
      }
    }
  }

  private static long sum(Map<Object, Long> values) {
    return values.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    spark.sparkContext().removeSparkListener(this);
  }
}
