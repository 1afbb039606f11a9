package io.daylake;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which pipeline, in which lake: what every command on its two tables is told. */
class TablesOptions extends PipelineOption {
  @Option(
      names = "--lake",
      required = true,
      paramLabel = "s3://<bucket>",
      description = "The lake's bucket.")
  String lake;

  /** {@code day}, {@code run}: null where the command has none. */
  Attempt attempt(CommandSpec spec, String day, String run) {
    return new Attempt(spec.name(), pipeline, lake, day, run, Voice.of(spec));
  }
}
