package io.daylake.aws;

import io.daylake.failure.Failure;
import io.daylake.table.ListedFile;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Objects on S3; what goes wrong is told in our words. */
public final class ObjectStore implements AutoCloseable {
  private static final int AT_ONCE = 1000;

  /** No longer than a call under a lease may take. */
  private static final Duration SMALL = Duration.ofSeconds(10);

  private final S3Client s3;

  public ObjectStore() {
    this(S3Client.builder().httpClientBuilder(ApacheHttpClient.builder()).build());
  }

  public ObjectStore(S3Client s3) {
    this.s3 = s3;
  }

  public String text(S3Uri uri) {
    return readable(
            uri,
            () ->
                s3.getObjectAsBytes(get -> get.bucket(uri.bucket()).key(uri.key())).asUtf8String())
        .orElseThrow(
            () ->
                Failure.specification(
                    "Cannot read " + uri + ": there is no such object", "check the name"));
  }

  public Optional<String> textIfThere(S3Uri uri) {
    return readable(
        uri,
        () -> s3.getObjectAsBytes(get -> get.bucket(uri.bucket()).key(uri.key())).asUtf8String());
  }

  /** With what a conditional write needs to know of it. */
  public Optional<Stored> stored(S3Uri uri) {
    return readable(
        uri, () -> Stored.of(s3.getObjectAsBytes(get -> get.bucket(uri.bucket()).key(uri.key()))));
  }

  public InputStream stream(S3Uri uri) {
    return readable(
            uri, () -> (InputStream) s3.getObject(get -> get.bucket(uri.bucket()).key(uri.key())))
        .orElseThrow(
            () ->
                Failure.specification(
                    "Cannot read " + uri + ": there is no such object", "check the name"));
  }

  /** All objects below the prefix, and when they came to be. */
  public Listing listing(S3Uri prefix) {
    return readable(
            prefix,
            () ->
                Listing.of(
                    s3.listObjectsV2Paginator(
                        list -> list.bucket(prefix.bucket()).prefix(prefix.key()))))
        .orElseThrow();
  }

  /** All objects below the prefix. */
  public List<ListedFile> list(S3Uri prefix) {
    return readable(
            prefix,
            () ->
                s3
                    .listObjectsV2Paginator(
                        list -> list.bucket(prefix.bucket()).prefix(prefix.key()))
                    .contents()
                    .stream()
                    .map(Listing::file)
                    .toList())
        .orElse(List.of());
  }

  /**
   * The objects below the prefix that readers of a table see: not those whose name starts with _ or
   * a dot.
   */
  public List<ListedFile> dataFiles(S3Uri prefix) {
    return list(prefix).stream().filter(file -> data(prefix, file)).toList();
  }

  /** An object that is there although the call failed was written all the same. */
  public void put(S3Uri uri, String json) {
    try {
      s3.putObject(
          put -> put.bucket(uri.bucket()).key(uri.key()).contentType("application/json"),
          RequestBody.fromBytes(json.getBytes(StandardCharsets.UTF_8)));
    } catch (SdkException e) {
      if (!holds(uri, json, e)) {
        throw failure("Cannot write " + uri, uri, e);
      }
    }
  }

  private boolean holds(S3Uri uri, String json, SdkException thrown) {
    try {
      return textIfThere(uri).filter(json::equals).isPresent();
    } catch (Failure e) {
      thrown.addSuppressed(e);
      return false;
    }
  }

  /**
   * Writes where {@code before} still is what lies there, or null for nothing; the new ETag, or
   * empty where something else was there. Two writes of different meaning need different texts: one
   * whose answer is lost, or that was sent twice, is known again by its text.
   */
  public Optional<String> putInPlaceOf(String before, S3Uri uri, String json) {
    try {
      return Optional.of(
          s3.putObject(
                  put ->
                      conditional(put, before)
                          .overrideConfiguration(every -> every.apiCallTimeout(SMALL))
                          .bucket(uri.bucket())
                          .key(uri.key())
                          .contentType("application/json"),
                  RequestBody.fromBytes(json.getBytes(StandardCharsets.UTF_8)))
              .eTag());
    } catch (SdkException e) {
      Optional<Stored> there = stored(uri);
      if (there.isPresent() && there.get().text().equals(json)) {
        return Optional.of(there.get().etag());
      } else if (refusedByCondition(e)) {
        return Optional.empty();
      }
      throw failure("Cannot write " + uri, uri, e);
    }
  }

  /** Deletes these objects; one that is not there is no failure. */
  public void delete(String bucket, List<String> keys) {
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<ObjectIdentifier> some =
          keys.subList(from, Math.min(from + AT_ONCE, keys.size())).stream()
              .map(key -> ObjectIdentifier.builder().key(key).build())
              .toList();
      S3Uri first = new S3Uri(bucket, some.get(0).key());
      try {
        List<S3Error> errors =
            s3.deleteObjects(
                    delete -> delete.bucket(bucket).delete(all -> all.objects(some).quiet(true)))
                .errors();
        if (!errors.isEmpty()) {
          throw Failure.tryAgain(
              "Cannot delete s3://"
                  + bucket
                  + "/"
                  + errors.get(0).key()
                  + ": S3 answered "
                  + errors.get(0).code(),
              "run it again: it deletes what is left");
        }
      } catch (SdkException e) {
        throw failure("Cannot delete " + first + " and others", first, e);
      }
    }
  }

  public void provesListable(String bucket) {
    S3Uri top = new S3Uri(bucket, "");
    readable(top, () -> s3.listObjectsV2(list -> list.bucket(bucket).maxKeys(1)));
  }

  /** What o'clock it is at S3, whether it lets us in or not. */
  public Instant now(String bucket) {
    try {
      return ClockOfS3.at(s3.headBucket(head -> head.bucket(bucket)));
    } catch (AwsServiceException e) {
      if (e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null) {
        throw failure("Cannot ask S3 for the time", new S3Uri(bucket, ""), e);
      }
      return ClockOfS3.at(e.awsErrorDetails().sdkHttpResponse());
    } catch (SdkException e) {
      throw failure("Cannot ask S3 for the time", new S3Uri(bucket, ""), e);
    }
  }

  /** Proves that files can be written below the prefix, leaving nothing there. */
  public void provesWritable(S3Uri prefix) {
    S3Uri probe = new S3Uri(prefix.bucket(), prefix.key() + "_probe");
    try {
      String upload =
          s3.createMultipartUpload(create -> create.bucket(probe.bucket()).key(probe.key()))
              .uploadId();
      s3.abortMultipartUpload(
          abort -> abort.bucket(probe.bucket()).key(probe.key()).uploadId(upload));
    } catch (SdkException e) {
      throw failure("Cannot write to bucket '" + prefix.bucket() + "'", prefix, e);
    }
  }

  @Override
  public void close() {
    s3.close();
  }

  private static boolean data(S3Uri prefix, ListedFile file) {
    String path = file.key().substring(prefix.key().length());
    return !path.endsWith("/")
        && !path.isEmpty()
        && java.util.Arrays.stream(path.split("/"))
            .noneMatch(part -> part.startsWith("_") || part.startsWith("."));
  }

  private static PutObjectRequest.Builder conditional(PutObjectRequest.Builder put, String before) {
    return before == null ? put.ifNoneMatch("*") : put.ifMatch(before);
  }

  /** 412: something else is there; 409: another such write is under way; 404: it is gone. */
  private static boolean refusedByCondition(SdkException thrown) {
    return thrown instanceof AwsServiceException answer
        && (answer.statusCode() == 412
            || answer.statusCode() == 409
            || AwsFailures.code(answer).equals("NoSuchKey"));
  }

  private static <T> Optional<T> readable(S3Uri uri, Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failure("Cannot read " + uri, uri, e);
    }
  }

  private static Failure failure(String sentence, S3Uri uri, SdkException thrown) {
    if (thrown instanceof AwsServiceException answer
        && AwsFailures.code(answer).equals("NoSuchBucket")) {
      return Failure.specification(
              sentence + ": there is no bucket '" + uri.bucket() + "'",
              "create it, or correct the name")
          .because(thrown);
    }
    return AwsFailures.of(sentence, thrown);
  }
}
