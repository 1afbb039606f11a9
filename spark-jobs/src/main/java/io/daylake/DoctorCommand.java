package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Doctor}. */
@Command(
    name = "doctor",
    description =
        "Says what is wrong with this environment, and what to do; leaves nothing anywhere.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private TablesOptions tables;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return tables.attempt(spec, null, null).tell(attempt -> Doctor.story(attempt, tables));
  }
}
