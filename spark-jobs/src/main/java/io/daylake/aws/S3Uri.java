package io.daylake.aws;

import io.daylake.failure.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code s3://bucket/key}; the key may be empty. */
public record S3Uri(String bucket, String key) {
  private static final Pattern FORM =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

  public static boolean is(String text) {
    return text.startsWith("s3://");
  }

  /** Whether it names an object, not only a bucket. */
  public static boolean isObject(String text) {
    Matcher match = FORM.matcher(text);
    return match.matches() && match.group(2) != null && !match.group(2).isEmpty();
  }

  public static S3Uri of(String text) {
    Matcher match = FORM.matcher(text);
    if (!match.matches()) {
      throw Failure.specification(
          "Cannot use '" + text + "': it is not s3://<bucket>/<key>", "correct it");
    }
    return new S3Uri(match.group(1), match.group(2) == null ? "" : match.group(2));
  }

  /** A lake is a whole bucket. */
  public static String bucketOf(String lake) {
    S3Uri uri = of(lake);
    if (!uri.key().isEmpty()) {
      throw Failure.specification(
          "Cannot use lake '" + lake + "': it is not s3://<bucket>", "give the bucket only");
    }
    return uri.bucket();
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
