package io.daylake;

import io.daylake.failure.OneLine;
import io.daylake.json.Json;
import io.daylake.receipt.Outcome;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command speaks: to people in lines, or to programs by one document on {@code out}, beside
 * which there is nothing else.
 */
record Voice(PrintWriter out, PrintWriter err, boolean toPrograms) {
  static Voice of(CommandSpec spec) {
    Main main = (Main) spec.root().userObject();
    return new Voice(spec.commandLine().getOut(), spec.commandLine().getErr(), main.json);
  }

  static Voice toPeople(PrintWriter out, PrintWriter err) {
    return new Voice(out, err, false);
  }

  /** What is going on; it may be of use to whoever waits for the document too. */
  void say(String line) {
    PrintWriter to = toPrograms ? err : out;
    to.println(OneLine.of(line));
    to.flush();
  }

  /** What was asked for; programs find it in the document. */
  void show(String lines) {
    if (!toPrograms) {
      out.println(lines);
      out.flush();
    }
  }

  void end(String sentence) {
    err.println(sentence);
    err.flush();
  }

  /** {@code result}: what the command found or did, or null. */
  void document(Outcome outcome, Object result) {
    if (toPrograms) {
      out.print(Json.of(new Document(outcome, result)));
      out.flush();
    }
  }
}
