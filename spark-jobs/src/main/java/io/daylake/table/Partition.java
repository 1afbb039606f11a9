package io.daylake.table;

import io.daylake.failure.Failure;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One day of one table of the lake, as one attempt writes it: where its files and its receipt go.
 */
public record Partition(
    String bucket, String database, String table, Day day, String run, String attempt) {
  private static final Pattern KEY =
      Pattern.compile(
          "(?<database>[^/]+)/(?<table>[^/]+)/y=(?<y>\\d{4})/m=(?<m>\\d\\d)/d=(?<d>\\d\\d)"
              + "/run=(?<name>[^/]+-[^/-]+)/.*");

  public Partition {
    database = database.toLowerCase(Locale.ROOT);
    table = table.toLowerCase(Locale.ROOT);
  }

  /** The keys of all files of this attempt, and of nothing else, start so. */
  public String prefix() {
    return "%s/%s/y=%s/m=%s/d=%s/run=%s-%s/"
        .formatted(database, table, day.year(), day.month(), day.dayOfMonth(), run, attempt);
  }

  public String location() {
    return "s3://" + bucket + "/" + prefix();
  }

  public String receiptKey() {
    return "%s/%s/_receipts/%s.json".formatted(database, table, name());
  }

  /** What names an attempt in prefixes and receipts. */
  public String name() {
    return run + "-" + attempt;
  }

  /**
   * The partition whose files have this key's prefix; empty where it is no key of a partition's
   * file.
   */
  public static Optional<Partition> ofKey(String bucket, String key) {
    Matcher match = KEY.matcher(key);
    if (!match.matches()) {
      return Optional.empty();
    }
    String name = match.group("name");
    int dash = name.lastIndexOf('-');
    try {
      return Optional.of(
          new Partition(
              bucket,
              match.group("database"),
              match.group("table"),
              Day.of(match.group("y") + "-" + match.group("m") + "-" + match.group("d")),
              name.substring(0, dash),
              name.substring(dash + 1)));
    } catch (Failure e) {
      return Optional.empty(); // such a day is not ours
    }
  }

  /** The key of the receipt that belongs to the files at {@code location}. */
  public static String receiptKeyOf(String location, String database, String table) {
    String last = location.substring(location.lastIndexOf("/run=") + 5).replaceAll("/$", "");
    return "%s/%s/_receipts/%s.json"
        .formatted(database.toLowerCase(Locale.ROOT), table.toLowerCase(Locale.ROOT), last);
  }
}
