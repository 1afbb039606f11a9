package io.daylake.simulation;

import io.daylake.support.Environment;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

class LocalAwsTest extends AwsContract {
  private static final URI AWS = URI.create(Environment.fromVariables().awsEndpoint());
  private static final StaticCredentialsProvider KEYS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  @Override
  S3Client s3() {
    return S3Client.builder()
        .httpClientBuilder(ApacheHttpClient.builder())
        .endpointOverride(AWS)
        .region(Region.US_EAST_1)
        .credentialsProvider(KEYS)
        .forcePathStyle(true)
        .build();
  }

  @Override
  GlueClient glue() {
    return GlueClient.builder()
        .httpClientBuilder(ApacheHttpClient.builder())
        .endpointOverride(AWS)
        .region(Region.US_EAST_1)
        .credentialsProvider(KEYS)
        .build();
  }
}
