package io.daylake;

import picocli.CommandLine.Option;

/** Which pipeline. */
class PipelineOption {
  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "<folder>",
      description = "The pipeline's folder: a path or s3://…")
  String pipeline;
}
