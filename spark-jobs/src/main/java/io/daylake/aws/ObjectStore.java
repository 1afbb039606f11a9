package io.daylake.aws;

import io.daylake.failure.Failure;
import io.daylake.table.ListedFile;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects on S3; what goes wrong is told in our words. */
public final class ObjectStore implements AutoCloseable {
  private final S3Client s3 =
      S3Client.builder().httpClientBuilder(ApacheHttpClient.builder()).build();

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

  public InputStream stream(S3Uri uri) {
    return readable(
            uri, () -> (InputStream) s3.getObject(get -> get.bucket(uri.bucket()).key(uri.key())))
        .orElseThrow(
            () ->
                Failure.specification(
                    "Cannot read " + uri + ": there is no such object", "check the name"));
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
                    .map(ObjectStore::listed)
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

  private static ListedFile listed(S3Object object) {
    return new ListedFile(object.key(), object.size(), object.eTag().replace("\"", ""));
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
