package io.daylake;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The words of the command; its story is {@link Verify}. */
@Command(
    name = "verify",
    description =
        "Reads the files and pointers of a receipt again and says whether they still are what it tells.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "s3://<bucket>/<key>", description = "The receipt, as a run prints it.")
  private String receipt;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return new Attempt(spec.name(), receipt, null, null, null, Voice.of(spec))
        .tell(attempt -> Verify.story(attempt, receipt));
  }
}
