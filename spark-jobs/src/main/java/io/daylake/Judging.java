package io.daylake;

import io.daylake.gate.Check;
import io.daylake.gate.Evidence;
import io.daylake.gate.Gate;
import io.daylake.gate.Reconciled;
import io.daylake.gate.Verdict;
import io.daylake.pipeline.Pipeline;
import io.daylake.pipeline.SqlFile;
import io.daylake.table.Day;
import io.daylake.table.Query;
import io.daylake.table.Staged;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Gathers the evidence and asks the gate. */
final class Judging {
  private Judging() {}

  /**
   * Broken SQL is found before anything expensive begins; the views must be there, with or without
   * rows.
   */
  static void analyse(SparkSession spark, List<SqlFile> rules, Day day) {
    rules.forEach(rule -> query(rule, day).analysed(spark));
  }

  static Verdict judge(
      Attempt attempt,
      SparkSession spark,
      Staged staged,
      Pipeline.Target target,
      long expectedRows,
      List<String> badKeys,
      Reconciled reconciled,
      List<SqlFile> rules) {
    Day day = staged.partition().day();
    List<Check> ruled =
        rules.stream()
            .map(rule -> new Check(rule.name(), query(rule, day).firstRows(spark, Check.SHOWN)))
            .toList();
    return Gate.judge(
        new Evidence(
            staged,
            expectedRows,
            target.mayBeEmpty(),
            badKeys,
            reconciled,
            Staging.listed(attempt, staged.partition()),
            rules.stream().map(SqlFile::name).collect(Collectors.toSet()),
            ruled));
  }

  private static Query query(SqlFile file, Day day) {
    return new Query(file.path(), file.text(), day);
  }
}
