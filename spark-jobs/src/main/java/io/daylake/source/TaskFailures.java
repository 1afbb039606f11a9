package io.daylake.source;

import java.util.function.Supplier;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps what a task threw: of a failed barrier stage Spark itself tells only the text, and whoever
 * runs the command is to get the sentence and the exit code.
 */
final class TaskFailures extends SparkListener implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 3000;

  private final SparkSession spark;
  private volatile Throwable first;

  TaskFailures(SparkSession spark) {
    this.spark = spark;
    spark.sparkContext().addSparkListener(this);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (first == null
        && end.reason() instanceof ExceptionFailure failure
        && failure.exception().isDefined()) {
      first = failure.exception().get();
    }
  }

  /** Runs a job; where it fails, what is thrown has the first task's failure among its causes. */
  <T> T named(Supplier<T> job) {
    try {
      return job.get();
    } catch (RuntimeException failed) {
      waitForTheListener();
      throw first == null ? failed : new IllegalStateException(failed.getMessage(), first);
    } catch (Exception failed) {
      // Spark is Scala: what it throws is not declared
      waitForTheListener();
      throw new IllegalStateException(failed.getMessage(), first == null ? failed : first);
    }
  }

  /** Listeners hear of a task's end a moment after the job does. */
  private void waitForTheListener() {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (first == null && System.currentTimeMillis() < deadline) {
      Rendezvous.pause(20);
    }
  }

  @Override
  public void close() {
    spark.sparkContext().removeSparkListener(this);
  }
}
