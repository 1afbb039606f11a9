package io.daylake;

import io.daylake.aws.AwsFailures;
import io.daylake.failure.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Finds out what a command really failed of: Spark hides it deep among the causes. */
final class Causes {
  private Causes() {}

  /** A failure with a name, or null: then it is a bug of ours. */
  static Failure named(String sentence, Throwable thrown) {
    Failure ours = Failure.within(thrown);
    if (ours != null) {
      return ours;
    }
    if (thrown instanceof NoClassDefFoundError missing
        && String.valueOf(missing.getMessage()).startsWith("org/apache/spark")) {
      return Failure.specification(
          sentence + ": Spark is not on the class path", "start it by spark-submit");
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Failure failure = ofTheMachines(sentence, cause);
      if (failure != null) {
        return failure.because(thrown);
      }
    }
    return null;
  }

  /**
   * Reading and writing files comes before publishing, so a failure of it has changed nothing
   * published.
   */
  private static Failure ofTheMachines(String sentence, Throwable cause) {
    if (cause instanceof SdkException aws) {
      return AwsFailures.of(sentence, aws);
    } else if (cause instanceof AccessDeniedException && !expired(cause)) {
      return Failure.specification(
          sentence + ": access to files is denied (" + cause.getMessage() + ")",
          "grant the role of the cluster the right to it");
    } else if (cause instanceof IOException) {
      return Failure.tryAgain(
          sentence + ": reading or writing files failed (" + cause.getMessage() + ")",
          "run it again; nothing published has changed");
    } else if (String.valueOf(cause.getMessage()).contains("ExecutorLostFailure")) {
      return Failure.tryAgain(
          sentence + ": the cluster lost the process that did the work",
          "run it again, with more memory if it happens again; nothing published has changed");
    } else if (String.valueOf(cause.getMessage()).contains("stopped SparkContext")) {
      return Failure.tryAgain(
          sentence + ": Spark stopped, as the cluster's master does not answer",
          "run it again on a new cluster; nothing published has changed");
    }
    return null;
  }

  /** Hadoop's S3 takes every answer of 403 for a denied one. */
  private static boolean expired(Throwable denied) {
    return String.valueOf(denied.getMessage()).contains("ExpiredToken");
  }
}
