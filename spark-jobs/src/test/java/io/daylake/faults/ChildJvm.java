package io.daylake.faults;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a JVM like this one. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Starts a main class; its output goes to the log.
   *
   * @param before what comes before `java` on the command line
   * @param first folder of classes that come before this JVM's own, or null
   * @param options of the JVM, besides this one's
   */
  static Process start(
      List<String> before, Path first, Path log, List<String> options, List<String> command) {
    List<String> line = new ArrayList<>(before);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> !option.startsWith("-agentlib"))
            .toList());
    line.addAll(options);
    line.add("-cp");
    line.add(first == null ? classPath() : first + ":" + classPath());
    line.addAll(command);
    try {
      return new ProcessBuilder(line)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new AssertionError("no JVM", e);
    }
  }

  /** Surefire hides it in a jar of its own. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
