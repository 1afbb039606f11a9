package io.daylake.aws;

import io.daylake.failure.Failure;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an AWS call's failure means to us. */
public final class AwsFailures {
  private AwsFailures() {}

  /** {@code sentence}: what could not be done, such as "Cannot read secret 'x'". */
  public static Failure of(String sentence, SdkException thrown) {
    if (thrown instanceof AwsServiceException answer) {
      String code = code(answer);
      if (accessDenied(answer)) {
        return Failure.specification(
                sentence + ": access is denied (" + code + ")",
                "grant the role of this program the right to it")
            .because(thrown);
      }
      if (!mayHaveWorked(thrown)) {
        return Failure.tryAgain(
                sentence + ": AWS answered " + code + " (" + message(answer) + ")",
                "run it again later")
            .because(thrown);
      }
    }
    return Failure.tryAgain(
            sentence + ": AWS does not answer (" + thrown.getMessage() + ")",
            "check region, endpoint and credentials in the environment, and run it again later")
        .because(thrown);
  }

  /** Whether a writing call that ended so may have been carried out all the same. */
  public static boolean mayHaveWorked(SdkException thrown) {
    return !(thrown instanceof AwsServiceException answer) || answer.statusCode() >= 500;
  }

  /** Credentials that are too old are no matter of rights: new ones come by themselves. */
  public static boolean accessDenied(AwsServiceException answer) {
    String code = code(answer);
    return !code.startsWith("ExpiredToken")
        && (answer.statusCode() == 403 || code.startsWith("AccessDenied"));
  }

  public static String code(AwsServiceException answer) {
    return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
        ? "status " + answer.statusCode()
        : answer.awsErrorDetails().errorCode();
  }

  private static String message(AwsServiceException answer) {
    return answer.awsErrorDetails() == null
        ? answer.getMessage()
        : answer.awsErrorDetails().errorMessage();
  }
}
