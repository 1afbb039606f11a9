package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Diff}. */
@Command(
    name = "diff",
    description = "Compares the rows of two runs: how many were added, removed, changed, and some.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  @Mixin private DiffOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return options.attempt(spec, null, null).tell(attempt -> Diff.story(attempt, options));
  }
}
