package io.daylake.source;

import io.daylake.failure.Failure;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.reflect.ClassTag$;

/**
 * The readers of a snapshot as one Spark stage in barrier mode: all of them exist at once, or none.
 */
final class Readers {
  /** Executors register one after another: when none has come for so long, all are there. */
  private static final long SETTLED_MILLIS = 3000;

  private static final long PATIENCE_MILLIS = 30_000;

  /** What a reader needs, wherever it runs. */
  private record Task(
      String name,
      Database database,
      SourceTable table,
      List<String> selects,
      String location,
      SerializableConfiguration hadoop,
      LongAccumulator rows,
      LongAccumulator bytes)
      implements Function1<Iterator<Integer>, Iterator<Long>>, Serializable {

    @Override
    public Iterator<Long> apply(Iterator<Integer> one) {
      TaskContext context = TaskContext.get();
      if (context.stageAttemptNumber() > 0) {
        throw Failure.tryAgain(
            "Cannot read source table '" + table.name() + "': a reader was lost, and its view",
            "run it again; nothing published has changed");
      }
      int reader = context.partitionId();
      try (Connection connection = database.connectToRead()) {
        Rendezvous rendezvous = new Rendezvous(connection, name);
        rendezvous.waitAtGate(reader);
        View.open(connection, table);
        rendezvous.viewIsOpen(reader);
        rendezvous.waitUntilAllAreSeen();
        return Iterator$.MODULE$.single(
            RangeReader.copy(
                connection,
                table,
                selects.get(reader),
                file(location, reader),
                hadoop.value(),
                (read, written) -> report(context, read, written)));
      } catch (SQLException e) {
        throw SqlFailures.of("Cannot read source table '" + table.name() + "'", e);
      }
    }

    private void report(TaskContext context, long read, long written) {
      rows.add(read - rows.sum());
      bytes.add(written - bytes.sum());
      if (context.isInterrupted()) {
        throw Failure.tryAgain(
            "Cannot read all rows of source table '" + table.name() + "': the run was stopped",
            "run it again; nothing published has changed");
      }
    }
  }

  private Readers() {}

  static String file(String location, int reader) {
    return "%spart-%05d.parquet".formatted(location, reader);
  }

  /** How many tasks can run at once, the executors having had time to register. */
  static int slots(SparkSession spark, int wanted) {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    long changed = spark.sparkContext().startTime();
    int slots = slots(spark);
    while (slots < wanted && !settled(slots, changed) && System.currentTimeMillis() < deadline) {
      Rendezvous.pause(100);
      int now = slots(spark);
      changed = now == slots ? changed : System.currentTimeMillis();
      slots = now;
    }
    return slots;
  }

  private static boolean settled(int slots, long changed) {
    return slots > 0 && System.currentTimeMillis() - changed > SETTLED_MILLIS;
  }

  private static int slots(SparkSession spark) {
    var context = spark.sparkContext();
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }

  /** Starts them; they wait at the gate of the rendezvous {@code name}. Answers with their rows. */
  static CompletableFuture<List<Long>> start(
      SparkSession spark,
      String name,
      Database database,
      SourceTable table,
      List<String> selects,
      String location,
      Progress progress) {
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    Task task =
        new Task(
            name,
            database,
            table,
            List.copyOf(selects),
            location,
            new SerializableConfiguration(context.hadoopConfiguration()),
            spark.sparkContext().longAccumulator(TaskProgress.ROWS),
            spark.sparkContext().longAccumulator(TaskProgress.BYTES));
    return CompletableFuture.supplyAsync(
        () -> {
          context.setJobGroup(name, "snapshot of " + table.name(), true);
          try (TaskFailures failures = new TaskFailures(spark);
              TaskProgress heard = new TaskProgress(spark, progress)) {
            return failures.named(() -> run(context, task));
          }
        },
        work -> {
          Thread thread = new Thread(work, "readers of " + table.name());
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static List<Long> run(JavaSparkContext context, Task task) {
    int readers = task.selects().size();
    Object[] rows =
        (Object[])
            context
                .parallelize(IntStream.range(0, readers).boxed().toList(), readers)
                .rdd()
                .barrier()
                .mapPartitions(task, false, ClassTag$.MODULE$.<Long>apply(Long.class))
                .collect();
    return Arrays.stream(rows).map(Long.class::cast).toList();
  }

  /** Waits until all have seen that the table is not locked, so that none of them writes a file. */
  static void sendHome(CompletableFuture<List<Long>> readers) {
    readers.handle((rows, failed) -> rows).join();
  }

  static void stop(SparkSession spark, String name) {
    spark.sparkContext().cancelJobGroup(name);
  }
}
