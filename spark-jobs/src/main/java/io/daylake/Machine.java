package io.daylake;

import io.daylake.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** What a run needs of the machine it is started on. Each tells what it found, or fails. */
final class Machine {
  /** Those that Spark 4.1 names; the classes here need the first. */
  private static final List<Integer> JAVAS = List.of(17, 21);

  /** A day of a small table spills nothing, one of a large table some gigabytes. */
  private static final double GIGABYTES = 1;

  /** Days begin and end by this clock, and AWS refuses what is signed a quarter of an hour off. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private Machine() {}

  static String java() {
    String version = System.getProperty("java.version");
    int feature = Runtime.version().feature();
    if (feature < JAVAS.get(0) || feature > JAVAS.get(1)) {
      throw Failure.specification(
          "Cannot vouch for Java %s: Spark 4.1 is made for 17 to 21".formatted(version),
          "set JAVA_HOME to one of these");
    }
    return "version " + version;
  }

  static String spark() {
    String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    if (!version.startsWith("3.5.") && !version.startsWith("4.")) {
      throw Failure.specification(
          "Cannot use Spark %s: it is neither 3.5 nor 4".formatted(version),
          "start it by the spark-submit of another");
    }
    return "version " + version;
  }

  static String disk() {
    return folders().map(Machine::room).collect(Collectors.joining(", "));
  }

  /** Where Spark spills, in its own order of settings. */
  private static Stream<Path> folders() {
    String folders =
        Stream.of(System.getenv("SPARK_LOCAL_DIRS"), System.getenv("LOCAL_DIRS"))
            .flatMap(value -> Optional.ofNullable(value).stream())
            .findFirst()
            .orElse(System.getProperty("spark.local.dir", System.getProperty("java.io.tmpdir")));
    return Stream.of(folders.split(",", -1)).map(PipelineFolders::path);
  }

  private static String room(Path folder) {
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw Failure.specification(
          "Cannot spill to '%s': it is no folder that one can write to".formatted(folder),
          "make it one, or set spark.local.dir to another");
    }
    double free = free(folder) / 1e9;
    if (free < GIGABYTES) {
      throw Failure.specification(
          "Cannot spill to '%s': %.1f GB are free, less than %.0f"
              .formatted(folder, free, GIGABYTES),
          "free some, or set spark.local.dir to another");
    }
    return "%.1f GB free in %s".formatted(free, folder);
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw Failure.tryAgain(
              "Cannot see how much is free in '%s': %s".formatted(folder, e), "see why")
          .because(e);
    }
  }

  static String credentials() {
    try (DefaultCredentialsProvider provider = DefaultCredentialsProvider.builder().build()) {
      provider.resolveCredentials();
      return "there are some";
    } catch (SdkClientException e) {
      throw Failure.specification(
              "Cannot speak to AWS: no credentials are found in environment, profile, container or instance",
              "give the program a role, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
          .because(e);
    }
  }

  static String region() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      throw Failure.specification("Cannot speak to AWS: no region is set", "set AWS_REGION")
          .because(e);
    }
  }

  static String clock(Instant ofS3) {
    Duration ahead = Duration.between(ofS3, Instant.now());
    if (ahead.abs().compareTo(SKEW) > 0) {
      throw Failure.specification(
          "Cannot trust this machine's clock: it is %d s %s S3's"
              .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of"),
          "set it, and let it follow a time server");
    }
    return "within %d s of S3's".formatted(Math.max(1, ahead.abs().toSeconds()));
  }
}
