package io.daylake.aws;

import io.daylake.table.ListedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What lay below a prefix at an instant of S3's own clock. */
public record Listing(Instant at, List<Entry> entries) {
  public record Entry(ListedFile file, Instant modified) {
    public String key() {
      return file.key();
    }
  }

  public Listing {
    entries = List.copyOf(entries);
  }

  /** Of the first page: then nothing is taken for older than it is. */
  static Listing of(Iterable<ListObjectsV2Response> pages) {
    Instant at = null;
    List<Entry> entries = new ArrayList<>();
    for (ListObjectsV2Response page : pages) {
      at = at == null ? ClockOfS3.at(page) : at;
      page.contents().forEach(each -> entries.add(new Entry(file(each), each.lastModified())));
    }
    return new Listing(at, entries);
  }

  public Duration age(Entry entry) {
    return Duration.between(entry.modified(), at);
  }

  static ListedFile file(S3Object object) {
    return new ListedFile(object.key(), object.size(), object.eTag().replace("\"", ""));
  }
}
