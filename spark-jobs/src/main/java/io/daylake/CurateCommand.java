package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The words of the command; its story is {@link Curate}, so that `load` starts where Spark is
 * absent.
 */
@Command(
    name = "curate",
    description = "Turns the day's raw partition into the day's curated partition by curated.sql.",
    mixinStandardHelpOptions = true)
final class CurateCommand implements Callable<Integer> {
  @Mixin private DayOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return options.attempt(spec).tell(attempt -> Curate.story(attempt, options));
  }
}
