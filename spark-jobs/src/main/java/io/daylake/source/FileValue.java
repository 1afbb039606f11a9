package io.daylake.source;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** One column's value in the row being read, as its {@link Fingerprint#code}. */
class FileValue extends PrimitiveConverter {
  private final ColumnType type;
  private final PrimitiveTypeName physical;
  private long code;
  private boolean impossibleDate;
  private Dictionary dictionary;
  // by the dictionary's number of the value: what is written often is summed once
  private long[] codes = {};
  private boolean[] impossibleDates = {};

  FileValue(ColumnType type) {
    this.type = type;
    this.physical = type.parquet("value").getPrimitiveTypeName();
  }

  /** 0 for NULL. */
  final long code() {
    return code;
  }

  final boolean impossibleDate() {
    return impossibleDate;
  }

  /** Before a row: a column that the row does not have is NULL. */
  void forget() {
    code = 0;
    impossibleDate = false;
  }

  void take(Object value, byte[] text) {
    code = Fingerprint.code(text);
    impossibleDate = type.impossibleDate(value);
  }

  private void take(Object value) {
    take(value, type.canonical(value));
  }

  @Override
  public boolean hasDictionarySupport() {
    return true;
  }

  @Override
  public final void setDictionary(Dictionary dictionary) {
    this.dictionary = dictionary;
    codes = new long[dictionary.getMaxId() + 1];
    impossibleDates = new boolean[codes.length];
  }

  @Override
  public final void addValueFromDictionary(int id) {
    if (codes[id] == 0) {
      look(id);
      codes[id] = code;
      impossibleDates[id] = impossibleDate;
    }
    code = codes[id];
    impossibleDate = impossibleDates[id];
  }

  private void look(int id) {
    switch (physical) {
      case INT32 -> addInt(dictionary.decodeToInt(id));
      case INT64 -> addLong(dictionary.decodeToLong(id));
      case FLOAT -> addFloat(dictionary.decodeToFloat(id));
      case DOUBLE -> addDouble(dictionary.decodeToDouble(id));
      case BOOLEAN -> addBoolean(dictionary.decodeToBoolean(id));
      default -> addBinary(dictionary.decodeToBinary(id));
    }
  }

  @Override
  public final void addBinary(Binary value) {
    take(value);
  }

  @Override
  public final void addBoolean(boolean value) {
    take(value);
  }

  @Override
  public final void addDouble(double value) {
    take(value);
  }

  @Override
  public final void addFloat(float value) {
    take(value);
  }

  @Override
  public final void addInt(int value) {
    take(value);
  }

  @Override
  public final void addLong(long value) {
    take(value);
  }
}
