package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Rollback}. */
@Command(
    name = "rollback",
    description =
        "Sends readers of both tables back to a run, or to a day as the latest; touches no file.",
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
  @Mixin private LakeOptions options;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "<day|run>",
      description =
          "A run as `daylake runs` names it: its day shows it again. Or a day: later ones are withdrawn.")
  private String to;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return options.attempt(spec).tell(attempt -> Rollback.story(attempt, options, to));
  }
}
