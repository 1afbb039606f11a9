package io.daylake;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs a command as main does, but within this JVM. */
public final class InProcess {
  public record Said(int exit, String out, String err) {}

  /** One of those main programs that say it to writers of the caller's. */
  private interface Program {
    int run(PrintWriter out, PrintWriter err, String... arguments);
  }

  private InProcess() {}

  public static Said run(String... arguments) {
    return said(Main::run, arguments);
  }

  /** See {@link RetainAtOnce}. */
  public static Said retainAtOnce(String... arguments) {
    return said(RetainAtOnce::run, arguments);
  }

  private static Said said(Program program, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = program.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Said(exit, out.toString(), err.toString());
  }
}
