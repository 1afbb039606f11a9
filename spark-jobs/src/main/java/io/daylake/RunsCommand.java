package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Runs}. */
@Command(
    name = "runs",
    description = "Lists the runs of a pipeline's two tables, newest day first, with their state.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "<folder>",
      description = "The pipeline's folder: a path or s3://…")
  private String pipeline;

  @Option(
      names = "--lake",
      required = true,
      paramLabel = "s3://<bucket>",
      description = "The lake's bucket.")
  private String lake;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return new Attempt(
            spec.name(),
            pipeline,
            lake,
            null,
            null,
            spec.commandLine().getOut(),
            spec.commandLine().getErr())
        .tell(attempt -> Runs.story(attempt, pipeline));
  }
}
