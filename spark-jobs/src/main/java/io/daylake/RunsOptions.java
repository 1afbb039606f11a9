package io.daylake;

import io.daylake.failure.Failure;
import io.daylake.table.Day;
import picocli.CommandLine.Option;

/** Which runs of a pipeline's tables are listed. */
final class RunsOptions extends TablesOptions {
  @Option(
      names = "--day",
      paramLabel = "YYYY-MM-DD",
      description = "Only the runs of this day. Default: of all.")
  private String day;

  @Option(
      names = "--limit",
      paramLabel = "<n>",
      description = "Only so many of each table, the newest. Default: all.")
  private Integer limit;

  /** Before anything is asked of AWS. */
  void provesSensible() {
    if (day != null) {
      Day.of(day);
    }
    if (limit != null && limit < 1) {
      throw Failure.specification(
          "Cannot list " + limit + " runs: it is at least 1", "give a greater number");
    }
  }

  boolean wants(Day of) {
    return day == null || of.equals(Day.of(day));
  }

  int limit() {
    return limit == null ? Integer.MAX_VALUE : limit;
  }
}
