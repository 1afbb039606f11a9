package io.daylake.aws;

import io.daylake.failure.Failure;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Response;

/** What o'clock it is where objects get their times; a machine's own clock may be wrong. */
final class ClockOfS3 {
  private ClockOfS3() {}

  static Instant at(S3Response answer) {
    return at(answer.sdkHttpResponse());
  }

  static Instant at(SdkHttpResponse answer) {
    return answer
        .firstMatchingHeader("Date")
        .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
        .orElseThrow(
            () ->
                Failure.specification(
                    "Cannot tell how old objects are: S3 answered without a Date",
                    "see what stands between this program and S3"));
  }
}
