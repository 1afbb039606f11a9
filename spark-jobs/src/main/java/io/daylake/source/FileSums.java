package io.daylake.source;

import java.util.Arrays;
import java.util.List;

/** Sums up one file's rows. */
final class FileSums implements FileRows.Work {
  private final boolean keyed;
  private final boolean ordered;
  private final long[] shares;
  private final long[] impossibleDates;
  private long rows;
  private Long least;
  private Long greatest;
  private boolean ascending = true;

  FileSums(SourceTable table) {
    keyed = !table.key().isEmpty();
    ordered = !KeyExtremes.comparable(table).isEmpty();
    shares = new long[table.columns().size()];
    impossibleDates = new long[shares.length];
  }

  @Override
  public void row(FileRow row) {
    rows++;
    long factor = row.keyFactor();
    List<FileValue> values = row.values();
    for (int i = 0; i < shares.length; i++) {
      FileValue value = values.get(i);
      long share = value.code() * factor;
      shares[i] = keyed ? shares[i] ^ share : shares[i] + share;
      if (value.impossibleDate()) {
        impossibleDates[i]++;
      }
    }
    if (ordered) {
      place(row.keyNumber());
    }
  }

  private void place(Long number) {
    if (number == null) {
      ascending = false;
      return;
    }
    if (greatest == null || number > greatest) {
      greatest = number;
    } else {
      ascending = false;
    }
    if (least == null || number < least) {
      least = number;
    }
  }

  FileChecksums.Part part() {
    return new FileChecksums.Part(
        rows, list(shares), list(impossibleDates), least, greatest, ascending);
  }

  private static List<Long> list(long[] numbers) {
    return new java.util.ArrayList<>(Arrays.stream(numbers).boxed().toList());
  }
}
