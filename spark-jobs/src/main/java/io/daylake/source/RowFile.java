package io.daylake.source;

import io.daylake.failure.Failure;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** A Parquet file of rows, written straight from a result, value by value. */
final class RowFile {
  /** Spark reads old dates of other writers' files only after being told how to count days. */
  private static final String WRITER = "org.apache.spark.version";

  /** Bytes held in memory before a row group goes out. */
  private static final long ROW_GROUP = 64L << 20;

  private RowFile() {}

  static ParquetWriter<ResultSet> create(
      String uri, List<SourceColumn> columns, Configuration hadoop) throws IOException {
    return new Builder(HadoopOutputFile.fromPath(new Path(uri), hadoop), columns)
        .withConf(hadoop)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize(ROW_GROUP)
        .withWriteMode(ParquetFileWriter.Mode.CREATE)
        .build();
  }

  static MessageType schema(List<SourceColumn> columns) {
    return new MessageType(
        "rows",
        columns.stream().map(column -> (Type) column.type().parquet(column.lakeName())).toList());
  }

  private static final class Builder extends ParquetWriter.Builder<ResultSet, Builder> {
    private final List<SourceColumn> columns;

    Builder(OutputFile file, List<SourceColumn> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<ResultSet> getWriteSupport(Configuration hadoop) {
      return new Rows(columns);
    }
  }

  private static final class Rows extends WriteSupport<ResultSet> {
    private final List<SourceColumn> columns;
    private final ColumnType[] types;
    private final String[] names;
    private RecordConsumer file;

    Rows(List<SourceColumn> columns) {
      this.columns = columns;
      this.types = columns.stream().map(SourceColumn::type).toArray(ColumnType[]::new);
      this.names = columns.stream().map(SourceColumn::lakeName).toArray(String[]::new);
    }

    @Override
    public WriteContext init(Configuration hadoop) {
      Map<String, String> metadata = new HashMap<>();
      metadata.put(WRITER, org.apache.spark.package$.MODULE$.SPARK_VERSION());
      return new WriteContext(schema(columns), metadata);
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      file = consumer;
    }

    @Override
    public void write(ResultSet row) {
      file.startMessage();
      for (int i = 0; i < types.length; i++) {
        Object value = read(row, i);
        if (value != null) {
          file.startField(names[i], i);
          add(value);
          file.endField(names[i], i);
        }
      }
      file.endMessage();
    }

    private Object read(ResultSet row, int i) {
      try {
        return types[i].read(row, i + 1);
      } catch (SQLException | ArithmeticException e) {
        SourceColumn column = columns.get(i);
        throw Failure.refused(
                "Cannot read column '%s' (%s): %s"
                    .formatted(column.name(), column.declared(), e.getMessage()),
                "correct the value in the source and run the day again")
            .because(e);
      }
    }

    private void add(Object value) {
      if (value instanceof Binary bytes) {
        file.addBinary(bytes);
      } else if (value instanceof Long number) {
        file.addLong(number);
      } else if (value instanceof Integer number) {
        file.addInteger(number);
      } else if (value instanceof Double number) {
        file.addDouble(number);
      } else if (value instanceof Boolean truth) {
        file.addBoolean(truth);
      } else {
        file.addFloat((Float) value);
      }
    }
  }
}
