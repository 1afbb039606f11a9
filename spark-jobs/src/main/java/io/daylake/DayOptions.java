package io.daylake;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * What a command on a day is told. The day is checked by the command, so that a bad one leaves an
 * outcome too.
 */
final class DayOptions extends TablesOptions {
  @Option(
      names = "--day",
      required = true,
      paramLabel = "YYYY-MM-DD",
      description = "The day the run covers: it names the partition.")
  String day;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "<run id>",
      description = "Who asks: letters, digits, '.', '_' and '-', at most 128.")
  String run;

  @Option(names = "--late", description = "Publish under a day long past all the same.")
  boolean late;

  Attempt attempt(CommandSpec spec) {
    return attempt(spec, day, run);
  }
}
