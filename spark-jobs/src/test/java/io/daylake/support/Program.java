package io.daylake.support;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The program in a process and a folder of its own, where nobody else leaves a byte. */
public final class Program implements AutoCloseable {
  public final Path folder;
  public final Process process;

  private Program(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** {@code spark}: settings of Spark and of the JVM, as system properties. */
  public static Program start(
      Path folder, String aws, Map<String, String> spark, String... arguments) {
    return start(folder, spark, System.getProperty("java.class.path"), keys(aws), arguments);
  }

  /** As on a machine where there is nothing but Java. */
  public static Program withoutSparkOrKeys(
      Path folder, Map<String, String> properties, String... arguments) {
    String[] all = System.getProperty("java.class.path").split(File.pathSeparator);
    String classes =
        Arrays.stream(all)
            .filter(entry -> !entry.contains("/org/apache/spark/"))
            .collect(Collectors.joining(File.pathSeparator));
    return start(folder, properties, classes, Map.of(), arguments);
  }

  private static Map<String, String> keys(String aws) {
    return Map.of(
        "AWS_ENDPOINT_URL", aws,
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "test",
        "AWS_SECRET_ACCESS_KEY", "test");
  }

  private static Program start(
      Path folder,
      Map<String, String> spark,
      String classes,
      Map<String, String> keys,
      String... arguments) {
    List<String> line = new ArrayList<>(List.of(java()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add") || option.startsWith("-XX:"))
        .forEach(line::add);
    spark.forEach((key, value) -> line.add("-D" + key + "=" + value));
    line.addAll(List.of("-Xmx700m", "-Djava.io.tmpdir=" + folder.resolve("tmp")));
    line.addAll(List.of("-cp", classes, "io.daylake.Main"));
    line.addAll(List.of(arguments));
    try {
      Files.createDirectories(folder.resolve("tmp"));
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectOutput(folder.resolve("stdout").toFile())
              .redirectError(folder.resolve("stderr").toFile());
      // the administrator's password is in this process's environment
      builder.environment().clear();
      builder
          .environment()
          .putAll(
              Map.of(
                  "PATH",
                  System.getenv("PATH"),
                  "HOME",
                  folder.toString(),
                  "LANG",
                  "C.UTF-8",
                  "SPARK_LOCAL_IP",
                  "127.0.0.1"));
      builder.environment().putAll(keys);
      return new Program(folder, builder.start());
    } catch (IOException e) {
      throw new AssertionError("the program did not start", e);
    }
  }

  public int exit() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public String out() {
    return said("stdout");
  }

  public String err() {
    return said("stderr");
  }

  private String said(String to) {
    try {
      return Files.readString(folder.resolve(to));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
