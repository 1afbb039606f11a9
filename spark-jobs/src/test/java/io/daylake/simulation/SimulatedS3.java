package io.daylake.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** As much of S3 as publishing uses, each call at one instant. AwsContract says how it is S3. */
public final class SimulatedS3 implements S3Client {
  private record Stored(SdkBytes bytes, String etag, Instant modified) {}

  private final Supplier<Instant> clock;
  private final Map<String, NavigableMap<String, Stored>> buckets = new HashMap<>();

  public SimulatedS3(Supplier<Instant> clock) {
    this.clock = clock;
  }

  @Override
  public CreateBucketResponse createBucket(CreateBucketRequest asked) {
    buckets.put(asked.bucket(), new TreeMap<>());
    return dated(CreateBucketResponse.builder()).build();
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest asked, RequestBody body) {
    NavigableMap<String, Stored> objects = objects(asked.bucket());
    Stored there = objects.get(asked.key());
    if (asked.ifNoneMatch() != null && there != null) {
      throw failed(412, "PreconditionFailed");
    } else if (asked.ifMatch() != null && there == null) {
      throw noSuchKey();
    } else if (asked.ifMatch() != null && !there.etag().equals(asked.ifMatch())) {
      throw failed(412, "PreconditionFailed");
    }
    byte[] bytes = bytes(body);
    Stored stored = new Stored(SdkBytes.fromByteArray(bytes), etag(bytes), seconds());
    objects.put(asked.key(), stored);
    return dated(PutObjectResponse.builder().eTag(stored.etag())).build();
  }

  @Override
  public <T> T getObject(
      GetObjectRequest asked, ResponseTransformer<GetObjectResponse, T> transformer) {
    Stored there = objects(asked.bucket()).get(asked.key());
    if (there == null) {
      throw noSuchKey();
    }
    GetObjectResponse answer =
        dated(
                GetObjectResponse.builder()
                    .eTag(there.etag())
                    .lastModified(there.modified())
                    .contentLength((long) there.bytes().asByteArrayUnsafe().length))
            .build();
    try {
      return transformer.transform(
          answer, AbortableInputStream.create(there.bytes().asInputStream()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request asked) {
    String prefix = asked.prefix() == null ? "" : asked.prefix();
    int most = asked.maxKeys() == null ? 1000 : asked.maxKeys();
    NavigableMap<String, Stored> from =
        asked.continuationToken() == null
            ? objects(asked.bucket()).tailMap(prefix, true)
            : objects(asked.bucket()).tailMap(asked.continuationToken(), false);
    List<S3Object> contents = new ArrayList<>();
    String last = null;
    for (Map.Entry<String, Stored> each : from.entrySet()) {
      if (!each.getKey().startsWith(prefix)) {
        break;
      } else if (contents.size() == most) {
        return dated(
                ListObjectsV2Response.builder()
                    .contents(contents)
                    .isTruncated(true)
                    .nextContinuationToken(last))
            .build();
      }
      contents.add(listed(each.getKey(), each.getValue()));
      last = each.getKey();
    }
    return dated(ListObjectsV2Response.builder().contents(contents).isTruncated(false)).build();
  }

  @Override
  public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest asked) {
    asked.delete().objects().forEach(each -> objects(asked.bucket()).remove(each.key()));
    return dated(DeleteObjectsResponse.builder()).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  private NavigableMap<String, Stored> objects(String bucket) {
    NavigableMap<String, Stored> objects = buckets.get(bucket);
    if (objects == null) {
      throw NoSuchBucketException.builder()
          .statusCode(404)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode("NoSuchBucket").build())
          .build();
    }
    return objects;
  }

  /** S3 tells times in whole seconds. */
  private Instant seconds() {
    return clock.get().truncatedTo(ChronoUnit.SECONDS);
  }

  private <B extends AwsResponse.Builder> B dated(B builder) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(seconds().atOffset(ZoneOffset.UTC));
    builder.sdkHttpResponse(
        SdkHttpResponse.builder().statusCode(200).putHeader("Date", date).build());
    return builder;
  }

  private static S3Object listed(String key, Stored stored) {
    return S3Object.builder()
        .key(key)
        .size((long) stored.bytes().asByteArrayUnsafe().length)
        .eTag(stored.etag())
        .lastModified(stored.modified())
        .build();
  }

  private static S3Exception failed(int status, String code) {
    return (S3Exception)
        S3Exception.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }

  private static NoSuchKeyException noSuchKey() {
    return NoSuchKeyException.builder()
        .statusCode(404)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode("NoSuchKey").build())
        .build();
  }

  private static byte[] bytes(RequestBody body) {
    try {
      return body.contentStreamProvider().newStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String etag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(bytes);
      return "\"%032x\"".formatted(new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
