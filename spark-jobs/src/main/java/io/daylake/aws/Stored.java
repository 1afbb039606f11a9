package io.daylake.aws;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object as it was read.
 *
 * @param modified when it was written, by S3's clock
 * @param read when it was read, by S3's clock too: so its age needs no clock of ours
 */
public record Stored(String text, String etag, Instant modified, Instant read) {
  static Stored of(ResponseBytes<GetObjectResponse> got) {
    GetObjectResponse answer = got.response();
    return new Stored(
        got.asUtf8String(), answer.eTag(), answer.lastModified(), ClockOfS3.at(answer));
  }

  public Duration age() {
    return Duration.between(modified, read);
  }
}
