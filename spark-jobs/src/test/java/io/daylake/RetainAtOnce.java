package io.daylake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.time.Duration;
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

  /** {@code arguments}: those of the command, without its name. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    LakeOptions options = CommandLine.populateCommand(new LakeOptions(), arguments);
    Attempt attempt =
        new Attempt("retain", options.pipeline, options.lake, null, options.run, out, err);
    Keep newest = new Keep(1, null, Duration.ZERO);
    return attempt.tell(retaining -> Retention.story(retaining, options, newest));
  }
}
