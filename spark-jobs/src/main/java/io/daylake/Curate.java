package io.daylake;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.daylake.catalog.Pointers;
import io.daylake.failure.Failure;
import io.daylake.gate.Verdict;
import io.daylake.pipeline.Pipeline;
import io.daylake.table.Column;
import io.daylake.table.GlueTypes;
import io.daylake.table.LakeNames;
import io.daylake.table.Parquet;
import io.daylake.table.Query;
import io.daylake.table.Staged;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Raw partition to curated partition: stage, judge, publish. */
final class Curate {
  private final Attempt attempt;
  private final DayRun run;

  private Curate(Attempt attempt, DayRun run) {
    this.attempt = attempt;
    this.run = run;
  }

  static String story(Attempt attempt, DayOptions options) throws InterruptedException {
    DayRun run = attempt.stage("check", () -> DayRun.prepare(attempt, options, Pipeline::curated));
    return new Curate(attempt, run).story();
  }

  private String story() throws InterruptedException {
    RawPartition raw = attempt.stage("raw", () -> RawPartition.find(attempt, run));
    attempt.sayOfStage(
        "%d rows in %d files, receipt %s", raw.rows(), raw.uris().size(), raw.receipt());
    SparkSession spark = attempt.stage("spark", () -> session(raw));
    attempt.sayOfStage("version %s", spark.version());
    Query query =
        new Query(run.folder().curated().path(), run.folder().curated().text(), run.day());
    Dataset<Row> computed = attempt.stage("analyse", () -> analysed(spark, query));
    List<Column> columns = GlueTypes.columns(computed.schema());
    List<Column> lake = Telling.schema(attempt, run, columns);
    Observation counted = new Observation("curated");
    Dataset<Row> rows =
        query
            .named(() -> Parquet.inOrderOf(computed, lake))
            .observe(counted, count(lit(1)).as("rows"));
    Staged staged =
        attempt.stage(
            "stage",
            () -> query.named(() -> Staging.stage(attempt, spark, run.partition(), rows, columns)));
    long computedRows = (Long) counted.getAsJava().get("rows");
    Telling.staged(attempt, staged, "from " + raw.rows() + " raw rows");
    Verdict verdict = attempt.stage("judge", () -> judge(spark, computed, staged, computedRows));
    Telling.judged(attempt, verdict);
    Pointers pointers =
        new Publishing(
                attempt, run, "curated", raw.source(), computedRows, null, Versions.of(spark, null))
            .publish(verdict);
    Telling.published(attempt, pointers);
    return "published %d rows as %s of %s"
        .formatted(staged.rows(), run.partition().table(), run.day());
  }

  private SparkSession session(RawPartition raw) {
    SparkSession spark = Sessions.open("daylake curate " + run.pipeline().name());
    Parquet.read(spark, raw.uris()).createOrReplaceTempView("raw");
    return spark;
  }

  private Dataset<Row> analysed(SparkSession spark, Query query) {
    Dataset<Row> computed = query.analysed(spark);
    List<String> problems = LakeNames.problems(List.of(computed.columns()));
    if (!problems.isEmpty()) {
      throw Failure.specification(
          "Cannot use " + query.path() + ": " + String.join("; ", problems),
          "name what it selects otherwise");
    }
    computed.createOrReplaceTempView("curated");
    Judging.analyse(spark, run.folder().curatedChecks(), run.day());
    return computed;
  }

  private Verdict judge(
      SparkSession spark, Dataset<Row> computed, Staged staged, long computedRows) {
    Parquet.read(spark, computed.schema(), Staging.uris(staged)).createOrReplaceTempView("curated");
    return Judging.judge(
        attempt,
        spark,
        staged,
        run.target(),
        computedRows,
        null,
        null,
        run.folder().curatedChecks());
  }
}
