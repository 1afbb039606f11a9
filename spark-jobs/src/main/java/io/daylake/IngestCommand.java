package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The words of the command; its story is {@link Ingest}, so that `load` starts where Spark is
 * absent.
 */
@Command(
    name = "ingest",
    description =
        "Brings the source table, as it stands at one instant, into the day's raw partition.",
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
  @Mixin private DayOptions options;

  @Option(
      names = "--progress",
      description =
          "Tell rows, bytes, rate and time left in a log too, every 10 s; a terminal always shows them.")
  private boolean progress;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    boolean shown = progress || ReadingBar.onTerminal();
    return options.attempt(spec).tell(attempt -> Ingest.story(attempt, options, shown));
  }
}
