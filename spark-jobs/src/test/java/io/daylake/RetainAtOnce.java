package io.daylake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import picocli.CommandLine;

/** `daylake retain --runs 1` with no grace at all, which the command does not allow. */
public final class RetainAtOnce {
  private RetainAtOnce() {}

  public static void main(String... arguments) {
    System.exit(
        run(
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8),
            arguments));
  }

  /** {@code arguments}: as the program has them, the command's name first. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    String[] named = Arrays.copyOfRange(arguments, 1, arguments.length);
    LakeOptions options = CommandLine.populateCommand(new LakeOptions(), named);
    Attempt attempt =
        new Attempt(
            "retain", options.pipeline, options.lake, null, options.run, Voice.toPeople(out, err));
    Keep newest = new Keep(1, null, Duration.ZERO);
    return attempt.tell(retaining -> Retention.story(retaining, options, newest));
  }
}
