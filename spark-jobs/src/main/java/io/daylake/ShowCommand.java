package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Show}. */
@Command(
    name = "show",
    description = "Shows a run: the receipts of both tables, and how its commands ended.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Mixin private TablesOptions tables;

  @Parameters(
      paramLabel = "<run>",
      description = "A run as `daylake runs` names it, with its attempt or without.")
  private String run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return tables
        .attempt(spec, null, null)
        .tell(attempt -> Show.story(attempt, tables.pipeline, run));
  }
}
