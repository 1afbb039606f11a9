package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Plan}. */
@Command(
    name = "plan",
    description = "Prints what ingest would do, and does nothing of it.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "<folder>",
      description = "The pipeline's folder: a path or s3://…")
  private String pipeline;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return new Attempt(
            spec.name(),
            pipeline,
            null,
            null,
            null,
            spec.commandLine().getOut(),
            spec.commandLine().getErr())
        .tell(attempt -> Plan.story(attempt, pipeline));
  }
}
