package io.daylake.source;

import io.daylake.aws.AwsFailures;
import io.daylake.failure.Failure;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Reads secrets where they are kept, each time anew: they rotate. */
final class Secrets {
  /** Answers that stay the same however often they are asked for. */
  private static final Set<String> REFUSALS =
      Set.of(
          "ValidationException",
          "InvalidParameterException",
          "InvalidRequestException",
          "DecryptionFailure");

  private Secrets() {}

  static Credentials current(String secret) {
    try {
      return read(secret, "AWSCURRENT");
    } catch (SdkException e) {
      throw failure("Cannot read secret '" + secret + "'", e).because(e);
    }
  }

  private static Failure failure(String sentence, SdkException thrown) {
    if (thrown instanceof ResourceNotFoundException) {
      return String.valueOf(thrown.getMessage()).contains("AWSCURRENT")
          ? Failure.specification(
              sentence + ": it has no current value", "put one into it, or rotate it")
          : Failure.specification(
              sentence + ": there is none of that name",
              "create it, or correct `secret` in pipeline.toml");
    }
    return thrown instanceof SecretsManagerException answer
            && REFUSALS.contains(AwsFailures.code(answer))
        ? Failure.specification(
            sentence + ": AWS refuses (" + answer.awsErrorDetails().errorMessage() + ")",
            "restore the secret, or correct `secret` in pipeline.toml")
        : AwsFailures.of(sentence, thrown);
  }

  /** The version that a rotation is about to make the current one; null where none can be had. */
  static Credentials pending(String secret) {
    try {
      return read(secret, "AWSPENDING");
    } catch (SdkException | Failure e) {
      // mostly there is none; where it cannot be read or used, the current version decides
      return null;
    }
  }

  private static Credentials read(String secret, String stage) {
    try (SecretsManagerClient secrets =
        SecretsManagerClient.builder().httpClientBuilder(ApacheHttpClient.builder()).build()) {
      GetSecretValueResponse value =
          secrets.getSecretValue(get -> get.secretId(secret).versionStage(stage));
      return Credentials.of(secret, value.secretString() == null ? "" : value.secretString());
    }
  }
}
