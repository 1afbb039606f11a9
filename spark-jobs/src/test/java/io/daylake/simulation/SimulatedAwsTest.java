package io.daylake.simulation;

import java.time.Instant;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

class SimulatedAwsTest extends AwsContract {
  @Override
  S3Client s3() {
    SimulatedS3 s3 = new SimulatedS3(Instant::now);
    return Clients.client(
        S3Client.class,
        s3,
        (operation, request, sent) -> {
          synchronized (s3) { // one at a time, as the simulation calls it
            return sent.lands(request);
          }
        });
  }

  @Override
  GlueClient glue() {
    return new SimulatedGlue();
  }
}
