package io.daylake;

import io.daylake.catalog.Pointers;
import io.daylake.failure.Failure;
import io.daylake.gate.Check;
import io.daylake.gate.Reconciled;
import io.daylake.gate.Verdict;
import io.daylake.pipeline.Pipeline;
import io.daylake.receipt.Receipt;
import io.daylake.source.Database;
import io.daylake.source.Limits;
import io.daylake.source.ReadPlan;
import io.daylake.source.Snapshot;
import io.daylake.source.SourceTable;
import io.daylake.source.SourceTables;
import io.daylake.table.Column;
import io.daylake.table.Keys;
import io.daylake.table.Parquet;
import io.daylake.table.Staged;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Source table to raw partition: stage, judge, publish. */
final class Ingest {
  private final Attempt attempt;
  private final DayRun run;
  private final Database database;
  private final boolean progress;

  private Ingest(Attempt attempt, DayRun run, boolean progress) {
    this.progress = progress;
    this.attempt = attempt;
    this.run = run;
    this.database =
        new Database(run.pipeline().secret(), limits(run.pipeline().source()).silence());
  }

  static String story(Attempt attempt, DayOptions options, boolean progress) {
    DayRun run = attempt.stage("check", () -> DayRun.prepare(attempt, options, Pipeline::raw));
    return new Ingest(attempt, run, progress).story();
  }

  private String story() {
    SourceTable source = attempt.stage("source", this::source);
    attempt.sayOfStage(
        "%s: %d columns, %s",
        source.name(),
        source.columns().size(),
        source.key().isEmpty() ? "no key" : "key " + source.key());
    List<Column> columns = source.lakeColumns();
    List<Column> lake = Telling.schema(attempt, run, columns);
    refuseEmpty(source);
    SourceTable table = source.inOrderOf(lake);
    SparkSession spark = attempt.stage("spark", () -> session(table));
    attempt.sayOfStage("version %s", spark.version());
    Limits limits = limits(run.pipeline().source());
    try (Snapshot snapshot = Snapshot.of(spark, database, table, limits)) {
      return story(spark, table, columns, snapshot);
    }
  }

  private String story(
      SparkSession spark, SourceTable table, List<Column> columns, Snapshot snapshot) {
    ReadPlan plan = attempt.stage("plan", snapshot::plan);
    attempt.sayOfStage("%d readers", plan.readers());
    Snapshot.Taken taken = attempt.stage("stage", () -> read(table, snapshot, plan));
    Staged staged = Staging.staged(attempt, spark, run.partition(), columns);
    Telling.staged(attempt, staged, "as of " + taken.at());
    Reconciling reconciling =
        attempt.stage("reconcile", () -> Reconciling.of(spark, table, snapshot, taken, staged));
    attempt.sayOfStage("%s", reconciling.told());
    Verdict verdict = attempt.stage("judge", () -> judge(spark, table, staged, reconciling));
    Telling.judged(attempt, verdict);
    Pointers pointers =
        new Publishing(
                attempt,
                run,
                "raw",
                source(table, taken),
                taken.checksums().rows(),
                reconciling.receipt(),
                Versions.of(spark, table.serverVersion()))
            .publish(verdict);
    Telling.published(attempt, pointers);
    return "published %d rows of %s as %s of %s"
        .formatted(staged.rows(), table.name(), run.partition().table(), run.day());
  }

  private Snapshot.Taken read(SourceTable table, Snapshot snapshot, ReadPlan plan) {
    String location = run.partition().location();
    if (!progress) {
      return snapshot.read(plan.selects(table), location);
    }
    try (ReadingBar bar = new ReadingBar(table)) {
      return snapshot.read(plan.selects(table), location, bar);
    }
  }

  private static Receipt.Source source(SourceTable table, Snapshot.Taken taken) {
    return new Receipt.Source(
        table.name(),
        taken.at(),
        taken.position(),
        taken.checksums().rows(),
        null,
        new Receipt.Read(table.key(), taken.readers(), taken.lockedMillis(), taken.note()));
  }

  static Limits limits(Pipeline.Source source) {
    return new Limits(
        source.readers(),
        source.checksums(),
        source.maxServerSeconds(),
        source.refuseWithoutLock());
  }

  private SourceTable source() {
    Pipeline.Source source = run.pipeline().source();
    return SourceTables.read(database, source.table(), source.key(), limits(source));
  }

  private void refuseEmpty(SourceTable table) {
    if (!run.target().mayBeEmpty() && SourceTables.empty(database, table)) {
      throw Failure.refused(
          "Cannot publish "
              + run.partition().table()
              + " of "
              + run.day()
              + ": source table '"
              + table.name()
              + "' is empty",
          "see why, or set raw.may-be-empty = true in pipeline.toml; what was published before is unchanged");
    }
  }

  /**
   * With the rules' SQL already analysed over the table's columns: a broken one stops before a row
   * is read.
   */
  private SparkSession session(SourceTable table) {
    SparkSession spark = Sessions.open("daylake ingest " + run.pipeline().name());
    Parquet.read(spark, table.schema(), List.of()).createOrReplaceTempView("raw");
    Judging.analyse(spark, run.folder().rawChecks(), run.day());
    return spark;
  }

  private Verdict judge(
      SparkSession spark, SourceTable table, Staged staged, Reconciling reconciling) {
    Dataset<Row> raw = Parquet.read(spark, table.schema(), Staging.uris(staged));
    raw.createOrReplaceTempView("raw");
    Reconciled reconciled = reconciling.reconciled();
    return Judging.judge(
        attempt,
        spark,
        staged,
        run.target(),
        reconciled.source().rows(),
        badKeys(table, raw, reconciling.keysAscend()),
        reconciled,
        run.folder().rawChecks());
  }

  private static List<String> badKeys(SourceTable table, Dataset<Row> raw, boolean keysAscend) {
    if (table.key().isEmpty()) {
      return null;
    }
    return keysAscend ? List.of() : Keys.bad(raw, table.key(), Check.SHOWN);
  }
}
