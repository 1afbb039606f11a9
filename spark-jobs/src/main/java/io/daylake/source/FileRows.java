package io.daylake.source;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Reads a file's values as the file has them, row by row, without any engine's ideas of types. */
final class FileRows {
  /** What is done with a row; the row is reused for the next. */
  interface Work {
    void row(FileRow row);
  }

  private FileRows() {}

  static void read(String uri, SourceTable table, Configuration hadoop, Work work)
      throws IOException {
    try (ParquetReader<FileRow> rows =
        ParquetReader.builder(new Support(table), new Path(uri)).withConf(hadoop).build()) {
      for (FileRow row = rows.read(); row != null; row = rows.read()) {
        work.row(row);
      }
    }
  }

  private static final class Support extends ReadSupport<FileRow> {
    private final SourceTable table;

    Support(SourceTable table) {
      this.table = table;
    }

    @Override
    public ReadContext init(InitContext context) {
      return new ReadContext(RowFile.schema(table.columns()));
    }

    @Override
    public RecordMaterializer<FileRow> prepareForRead(
        Configuration hadoop, Map<String, String> metadata, MessageType file, ReadContext context) {
      return new Materializer(new FileRow(table));
    }
  }

  private static final class Materializer extends RecordMaterializer<FileRow> {
    private final FileRow row;
    private final GroupConverter root;

    Materializer(FileRow row) {
      this.row = row;
      this.root = new Root(row);
    }

    @Override
    public FileRow getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }

  private static final class Root extends GroupConverter {
    private final List<FileValue> values;

    Root(FileRow row) {
      values = row.values();
    }

    @Override
    public Converter getConverter(int field) {
      return values.get(field);
    }

    @Override
    public void start() {
      for (FileValue value : values) {
        value.forget();
      }
    }

    @Override
    public void end() {}
  }
}
