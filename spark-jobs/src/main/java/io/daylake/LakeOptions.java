package io.daylake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What a command on all days of a pipeline's tables is told. */
final class LakeOptions extends TablesOptions {
  private static final DateTimeFormatter BY_HAND =
      DateTimeFormatter.ofPattern("'by-hand-'yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  @Option(
      names = "--run",
      paramLabel = "<run id>",
      description =
          "Who asks: letters, digits, '.', '_' and '-', at most 128. Default: by-hand-<now>.")
  String run = BY_HAND.format(Instant.now());

  Attempt attempt(CommandSpec spec) {
    return attempt(spec, null, run);
  }
}
