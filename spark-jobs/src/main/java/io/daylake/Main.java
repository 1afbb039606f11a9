package io.daylake;

import io.daylake.failure.ExitCode;
import io.daylake.failure.OneLine;
import io.daylake.receipt.Outcome;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
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
      ShowCommand.class,
      DiffCommand.class,
      DoctorCommand.class,
      RollbackCommand.class,
      RetainCommand.class
    })
public final class Main implements Runnable {
  static final String JSON = "--json";

  /** Inherited, so that every command has it. */
  @Option(
      names = JSON,
      scope = ScopeType.INHERIT,
      description = "End in one JSON document on standard output, and have nothing else there.")
  boolean json;

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
    String sentence = "Cannot run daylake: " + OneLine.of(wrong.getMessage());
    String whatToDo = "see '%s --help'".formatted(command.getCommandSpec().qualifiedName());
    // where the line is wrong, its options are not set
    Voice voice = new Voice(command.getOut(), command.getErr(), List.of(arguments).contains(JSON));
    voice.end(sentence + "; " + whatToDo);
    voice.document(Outcome.ofUsage(command.getCommandName(), sentence, whatToDo), null);
    return ExitCode.SPECIFICATION.number();
  }
}
