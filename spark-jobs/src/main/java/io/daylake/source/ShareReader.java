package io.daylake.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Reads a file's values as the file has them, row by row, without any engine's ideas of types. */
final class ShareReader {
  private ShareReader() {}

  /** A row's values by column; reused for the next row. */
  interface RowWork {
    void row(Object[] values);
  }

  static FileChecksums.Part empty(SourceTable table) {
    int columns = table.columns().size();
    List<Long> none = Collections.nCopies(columns, 0L);
    return new FileChecksums.Part(0, none, none, null, null);
  }

  static FileChecksums.Part sum(String uri, SourceTable table, Configuration hadoop)
      throws IOException {
    Summing summing = new Summing(table);
    read(uri, table, hadoop, summing);
    return summing.part();
  }

  static void read(String uri, SourceTable table, Configuration hadoop, RowWork work)
      throws IOException {
    try (ParquetReader<Object[]> rows =
        ParquetReader.builder(new Rows(table.columns()), new Path(uri)).withConf(hadoop).build()) {
      for (Object[] row = rows.read(); row != null; row = rows.read()) {
        work.row(row);
      }
    }
  }

  /** The key's part of every share of a row. */
  static long key(Object[] row, int[] positions, ColumnType[] types) {
    List<byte[]> key = new ArrayList<>(positions.length);
    for (int position : positions) {
      Object value = row[position];
      key.add(value == null ? new byte[0] : types[position].canonical(value));
    }
    return Fingerprint.ofKey(key);
  }

  static ColumnType[] types(SourceTable table) {
    return table.columns().stream().map(SourceColumn::type).toArray(ColumnType[]::new);
  }

  static int[] keyPositions(SourceTable table) {
    return table.keyColumns().stream().mapToInt(table.columns()::indexOf).toArray();
  }

  private static final class Summing implements RowWork {
    private final ColumnType[] types;
    private final int[] key;
    private final boolean extremes;
    private final long[] shares;
    private final long[] impossible;
    private long rows;
    private Long least;
    private Long greatest;

    Summing(SourceTable table) {
      types = types(table);
      key = keyPositions(table);
      extremes = !KeyExtremes.comparable(table).isEmpty();
      shares = new long[types.length];
      impossible = new long[types.length];
    }

    @Override
    public void row(Object[] row) {
      rows++;
      long bound = key(row, key, types);
      for (int i = 0; i < types.length; i++) {
        if (row[i] == null) {
          continue;
        }
        long share = Fingerprint.share(types[i].canonical(row[i]), bound);
        shares[i] = key.length == 0 ? shares[i] + share : shares[i] ^ share;
        if (types[i].impossibleDate(row[i])) {
          impossible[i]++;
        }
      }
      if (extremes && row[key[0]] instanceof Number number) {
        long value = number.longValue();
        least = least == null ? value : Math.min(least, value);
        greatest = greatest == null ? value : Math.max(greatest, value);
      }
    }

    FileChecksums.Part part() {
      return new FileChecksums.Part(rows, list(shares), list(impossible), least, greatest);
    }

    private static List<Long> list(long[] numbers) {
      return new ArrayList<>(Arrays.stream(numbers).boxed().toList());
    }
  }

  private static final class Rows extends ReadSupport<Object[]> {
    private final MessageType schema;

    Rows(List<SourceColumn> columns) {
      schema = RowFile.schema(columns);
    }

    @Override
    public ReadContext init(InitContext context) {
      return new ReadContext(schema);
    }

    @Override
    public RecordMaterializer<Object[]> prepareForRead(
        Configuration hadoop, Map<String, String> metadata, MessageType file, ReadContext context) {
      return new Materializer(schema.getFieldCount());
    }
  }

  private static final class Materializer extends RecordMaterializer<Object[]> {
    private final Object[] row;
    private final GroupConverter root;

    Materializer(int columns) {
      row = new Object[columns];
      Converter[] converters = new Converter[columns];
      for (int i = 0; i < columns; i++) {
        converters[i] = new Value(row, i);
      }
      root =
          new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
              return converters[field];
            }

            @Override
            public void start() {
              Arrays.fill(row, null);
            }

            @Override
            public void end() {}
          };
    }

    @Override
    public Object[] getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }

  private static final class Value extends PrimitiveConverter {
    private final Object[] row;
    private final int position;

    Value(Object[] row, int position) {
      this.row = row;
      this.position = position;
    }

    @Override
    public void addBinary(Binary value) {
      row[position] = value;
    }

    @Override
    public void addBoolean(boolean value) {
      row[position] = value;
    }

    @Override
    public void addDouble(double value) {
      row[position] = value;
    }

    @Override
    public void addFloat(float value) {
      row[position] = value;
    }

    @Override
    public void addInt(int value) {
      row[position] = value;
    }

    @Override
    public void addLong(long value) {
      row[position] = value;
    }
  }
}
