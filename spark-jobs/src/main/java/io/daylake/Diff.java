package io.daylake;

import io.daylake.History.Run;
import io.daylake.aws.S3Uri;
import io.daylake.failure.Failure;
import io.daylake.receipt.Receipt;
import io.daylake.receipt.Receipt.State;
import io.daylake.table.Keys;
import io.daylake.table.Parquet;
import io.daylake.table.RowDifferences;
import io.daylake.table.RowDifferences.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Compares the rows of two runs, by the files of their receipts. */
final class Diff {
  private final Attempt attempt;
  private final DiffOptions options;
  private final LakeTable table;
  private final Run from;
  private final Run to;

  private Diff(Attempt attempt, DiffOptions options, LakeTable table, Run from, Run to) {
    this.attempt = attempt;
    this.options = options;
    this.table = table;
    this.from = from;
    this.to = to;
  }

  static String story(Attempt attempt, DiffOptions options) {
    options.provesSensible();
    LakeTables tables = LakeTables.of(attempt, options.pipeline);
    Run from = run(tables, options, options.from);
    Run to = run(tables, options, options.to);
    LakeTable table = options.table == DiffOptions.Table.raw ? tables.raw() : tables.curated();
    return new Diff(attempt, options, table, from, to).story();
  }

  private static Run run(LakeTables tables, DiffOptions options, String name) {
    RunsOfBoth runs = RunsOfBoth.named("Cannot compare", name, tables);
    return options.table == DiffOptions.Table.raw
        ? runs.raw()
        : runs.curated(name)
            .orElseThrow(
                () ->
                    Failure.specification(
                        "Cannot compare '%s': nothing of %s was computed from it"
                            .formatted(name, tables.curated().table()),
                        "compare the raw table, or run curate for its day"));
  }

  private String story() {
    table.provesFiles("Cannot compare", from);
    table.provesFiles("Cannot compare", to);
    SparkSession spark = Sessions.open("daylake diff " + table.table());
    Aligned all = Aligned.of(rows(spark, from), rows(spark, to));
    Aligned aligned =
        options.table == DiffOptions.Table.raw ? all : all.withoutDay(from.day(), to.day());
    List<String> by = by(aligned);
    Compared compared;
    try (RowDifferences differences =
        by.isEmpty()
            ? RowDifferences.byWholeRows(aligned.from(), aligned.to())
            : RowDifferences.byKey(aligned.from(), aligned.to(), by)) {
      compared = compared(aligned, by, differences);
    }
    attempt.tells(compared);
    DiffPage.of(compared).forEach(attempt::show);
    return "%s: %d rows added, %d removed%s from run %s to run %s"
        .formatted(
            table.table(),
            compared.added(),
            compared.removed(),
            by.isEmpty() ? "" : ", %d changed".formatted(compared.changed()),
            from.name(),
            to.name());
  }

  private static Dataset<Row> rows(SparkSession spark, Run run) {
    Receipt receipt = run.receipt();
    String bucket = S3Uri.of(receipt.location()).bucket();
    List<String> uris =
        receipt.files().stream().map(file -> new S3Uri(bucket, file.key()).toString()).toList();
    return uris.isEmpty() ? Parquet.read(spark, schema(receipt), uris) : Parquet.read(spark, uris);
  }

  /** Glue's types are words of Spark's too. */
  private static StructType schema(Receipt receipt) {
    return StructType.fromDDL(
        receipt.schema().stream()
            .map(column -> "`" + column.name() + "` " + column.type())
            .collect(Collectors.joining(", ")));
  }

  /** What was asked for, or else what both runs were read by. */
  private List<String> by(Aligned aligned) {
    List<String> asked = options.by();
    if (!aligned.columns().containsAll(asked)) {
      throw Failure.specification(
          "Cannot compare by (%s): both runs have only the columns %s"
              .formatted(String.join(", ", asked), String.join(", ", aligned.columns())),
          "give some of these");
    }
    if (!asked.isEmpty()) {
      provesKey(aligned.from(), asked, from);
      provesKey(aligned.to(), asked, to);
      return asked;
    }
    List<String> key = key(from);
    boolean common = key.equals(key(to)) && aligned.columns().containsAll(key);
    return common ? key : List.of();
  }

  /** None of a run whose key was not proved. */
  private static List<String> key(Run run) {
    Receipt.Source source = run.receipt().source();
    return run.is(State.REFUSED) || source == null || source.read() == null
        ? List.of()
        : source.read().key();
  }

  private static void provesKey(Dataset<Row> rows, List<String> key, Run run) {
    List<String> bad = Keys.bad(rows, key, 1);
    if (!bad.isEmpty()) {
      throw Failure.specification(
          "Cannot compare by (%s): it does not name each row of run %s once (%s)"
              .formatted(String.join(", ", key), run.name(), bad.get(0)),
          "give more columns, or none to compare whole rows");
    }
  }

  private Compared compared(Aligned aligned, List<String> by, RowDifferences differences) {
    Map<Kind, Long> counts = differences.counts();
    return new Compared(
        table.table(),
        side(from),
        side(to),
        by,
        aligned.onlyFrom(),
        aligned.onlyTo(),
        aligned.retyped(),
        aligned.leftOut(),
        counts.get(Kind.ADDED),
        counts.get(Kind.REMOVED),
        counts.get(Kind.CHANGED),
        counts.get(Kind.CHANGED) == 0 ? Map.of() : differences.changes(),
        new Compared.First(
            first(differences, Kind.ADDED, counts),
            first(differences, Kind.REMOVED, counts),
            first(differences, Kind.CHANGED, counts)));
  }

  private List<RowDifferences.Different> first(
      RowDifferences differences, Kind kind, Map<Kind, Long> counts) {
    return counts.get(kind) == 0 || options.rows == 0
        ? List.of()
        : differences.first(kind, options.rows);
  }

  private Compared.Side side(Run run) {
    return new Compared.Side(
        run.name(),
        run.receipt().day(),
        run.receipt().source().snapshotAt(),
        run.receipt().counts().fileRows(),
        table.uri(run.key()).toString());
  }
}
