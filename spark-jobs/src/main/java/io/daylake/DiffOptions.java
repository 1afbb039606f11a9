package io.daylake;

import io.daylake.failure.Failure;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which two runs are compared, and how. */
final class DiffOptions extends TablesOptions {
  enum Table {
    raw,
    curated
  }

  private static final int MOST = 1000;

  @Parameters(index = "0", paramLabel = "<run>", description = "The run to compare with.")
  String from;

  @Parameters(index = "1", paramLabel = "<run>", description = "The run that is compared.")
  String to;

  @Option(
      names = "--table",
      defaultValue = "raw",
      description = "raw or curated. Default: ${DEFAULT-VALUE}.")
  Table table;

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "<column>",
      description =
          "What names a row: columns, with commas. Default: the key that the runs were read by; without one, whole rows are compared.")
  private List<String> by = List.of();

  @Option(
      names = "--rows",
      defaultValue = "20",
      paramLabel = "<n>",
      description = "How many rows of each kind to show. Default: ${DEFAULT-VALUE}.")
  int rows;

  /** Before anything is asked of AWS. */
  void provesSensible() {
    if (rows < 0 || rows > MOST) {
      throw Failure.specification(
          "Cannot show %d rows of each kind: it is 0 to %d".formatted(rows, MOST),
          "give another number; all rows can be had by SQL on the tables");
    }
  }

  List<String> by() {
    return by.stream().map(column -> column.toLowerCase(Locale.ROOT)).distinct().toList();
  }
}
