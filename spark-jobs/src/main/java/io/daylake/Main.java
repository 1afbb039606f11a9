package io.daylake;

import io.daylake.failure.OneLine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "daylake",
    description = "Brings a table into the lake, day by day: stage, judge, publish.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      LoadCommand.class,
      PlanCommand.class,
      IngestCommand.class,
      CurateCommand.class,
      VerifyCommand.class,
      RunsCommand.class,
      RollbackCommand.class,
      RetainCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs one command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        // an argument is a text, also where it begins with @
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Main::explainUsage)
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
  }

  private static int explainUsage(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .printf(
            "Cannot run daylake: %s; see '%s --help'%n",
            OneLine.of(wrong.getMessage()), command.getCommandSpec().qualifiedName());
    return CommandLine.ExitCode.USAGE;
  }
}
