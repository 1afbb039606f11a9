package io.daylake.table;

/** A file of a partition: as S3 lists it, and how many rows it says it holds. */
public record StagedFile(String key, long size, String etag, long rows) {
  public StagedFile(ListedFile listed, long rows) {
    this(listed.key(), listed.size(), listed.etag(), rows);
  }

  public ListedFile listed() {
    return new ListedFile(key, size, etag);
  }
}
