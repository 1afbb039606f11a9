package io.daylake.simulation;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * BREAK=no-lease: an actor finds every lease free, its writes of it meet no condition, and it
 * always finds it its own.
 */
public final class LeaseForEveryone implements Clients.Between {
  private final Clients.Between others;
  private String own;

  public LeaseForEveryone(Clients.Between others) {
    this.others = others;
  }

  @Override
  public Object call(String operation, SdkRequest request, Clients.Sent sent) {
    if (request instanceof PutObjectRequest put && put.key().contains("/_leases/")) {
      PutObjectRequest forced = put.toBuilder().ifMatch(null).ifNoneMatch(null).build();
      Object answer = others.call(operation, forced, sent);
      own = ((PutObjectResponse) answer).eTag();
      return answer;
    } else if (request instanceof GetObjectRequest get && get.key().contains("/_leases/")) {
      return free((ResponseBytes<?>) others.call(operation, request, sent));
    }
    return others.call(operation, request, sent);
  }

  private Object free(ResponseBytes<?> found) {
    GetObjectResponse answer = (GetObjectResponse) found.response();
    String text = found.asUtf8String().replace("\"free\" : false", "\"free\" : true");
    return ResponseBytes.fromByteArray(
        own == null ? answer : answer.toBuilder().eTag(own).build(),
        text.getBytes(StandardCharsets.UTF_8));
  }
}
