package io.daylake.source;

import io.daylake.aws.AwsFailures;
import io.daylake.failure.Failure;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Reads secrets where they are kept, each time anew: they rotate. */
final class Secrets {
  private Secrets() {}

  static Credentials current(String secret) {
    try {
      return read(secret, "AWSCURRENT");
    } catch (ResourceNotFoundException e) {
      throw Failure.specification(
              "Cannot read secret '" + secret + "': there is none of that name",
              "create it, or correct `secret` in pipeline.toml")
          .because(e);
    } catch (SdkException e) {
      throw AwsFailures.of("Cannot read secret '" + secret + "'", e);
    }
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
