package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Plan}. */
@Command(
    name = "plan",
    description = "Prints what ingest would do, and does nothing of it.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Mixin private PipelineOption of;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return new Attempt(spec.name(), of.pipeline, null, null, null, Voice.of(spec))
        .tell(attempt -> Plan.story(attempt, of.pipeline));
  }
}
