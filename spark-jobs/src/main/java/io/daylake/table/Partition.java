package io.daylake.table;

import java.util.Locale;

/**
 * One day of one table of the lake, as one attempt writes it: where its files and its receipt go.
 */
public record Partition(
    String bucket, String database, String table, Day day, String run, String attempt) {
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
    return "%s/%s/_receipts/%s-%s.json".formatted(database, table, run, attempt);
  }

  /** The key of the receipt that belongs to the files at {@code location}. */
  public static String receiptKeyOf(String location, String database, String table) {
    String last = location.substring(location.lastIndexOf("/run=") + 5).replaceAll("/$", "");
    return "%s/%s/_receipts/%s.json"
        .formatted(database.toLowerCase(Locale.ROOT), table.toLowerCase(Locale.ROOT), last);
  }
}
