package io.daylake;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Retention}. */
@Command(
    name = "retain",
    description = "Removes old runs and days of a pipeline's two tables, and what crashes left.",
    mixinStandardHelpOptions = true)
final class RetainCommand implements Callable<Integer> {
  @Mixin private LakeOptions options;

  @Option(
      names = "--runs",
      defaultValue = "3",
      paramLabel = "<n>",
      description = "Published runs to keep of each day. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--days",
      paramLabel = "<n>",
      description = "Days to keep; older ones are withdrawn, then removed. Default: all.")
  private Integer days;

  @Option(
      names = "--grace-hours",
      defaultValue = "24",
      paramLabel = "<n>",
      description =
          "How long a reader or a run may take: what is younger stays. Default: ${DEFAULT-VALUE}.")
  private int graceHours;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Keep keep = new Keep(runs, days, Duration.ofHours(graceHours));
    return options
        .attempt(spec)
        .tell(
            attempt -> {
              keep.provesSensible();
              return Retention.story(attempt, options, keep);
            });
  }
}
