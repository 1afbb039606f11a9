package io.daylake;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs a command as main does, but within this JVM. */
public final class InProcess {
  public record Said(int exit, String out, String err) {}

  private InProcess() {}

  public static Said run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Said(exit, out.toString(), err.toString());
  }
}
