package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Runs}. */
@Command(
    name = "runs",
    description = "Lists the runs of a pipeline's two tables, newest day first, with their state.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  @Mixin private RunsOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return options.attempt(spec, null, null).tell(attempt -> Runs.story(attempt, options));
  }
}
