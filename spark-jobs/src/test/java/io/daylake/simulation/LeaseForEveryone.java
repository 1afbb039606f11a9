package io.daylake.simulation;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** BREAK=no-lease: each actor has leases of its own, so that each gets every lease it asks for. */
public record LeaseForEveryone(String actor, Clients.Between others) implements Clients.Between {
  @Override
  public Object call(String operation, SdkRequest request, Clients.Sent sent) {
    if (request instanceof PutObjectRequest put && put.key().contains("/_leases/")) {
      return others.call(operation, put.toBuilder().key(own(put.key())).build(), sent);
    } else if (request instanceof GetObjectRequest get && get.key().contains("/_leases/")) {
      return others.call(operation, get.toBuilder().key(own(get.key())).build(), sent);
    }
    return others.call(operation, request, sent);
  }

  private String own(String key) {
    return key + "." + actor;
  }
}
