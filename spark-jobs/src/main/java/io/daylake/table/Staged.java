package io.daylake.table;

import java.util.List;

/** Files where nobody looks yet. */
public record Staged(Partition partition, List<Column> columns, List<StagedFile> files) {
  public Staged {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
  }

  public long rows() {
    return files.stream().mapToLong(StagedFile::rows).sum();
  }

  public long bytes() {
    return files.stream().mapToLong(StagedFile::size).sum();
  }
}
