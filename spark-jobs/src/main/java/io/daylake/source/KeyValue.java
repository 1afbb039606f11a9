package io.daylake.source;

/** A value of a key's column: what it is, too. */
final class KeyValue extends FileValue {
  private static final byte[] NONE = {};

  private byte[] text = NONE;
  private Long number;

  KeyValue(ColumnType type) {
    super(type);
  }

  /** Empty for NULL. */
  byte[] text() {
    return text;
  }

  /** Null where it is no whole number. */
  Long number() {
    return number;
  }

  @Override
  void forget() {
    super.forget();
    text = NONE;
    number = null;
  }

  @Override
  void take(Object value, byte[] written) {
    super.take(value, written);
    text = written;
    number = null;
    if (value instanceof Long whole) {
      number = whole;
    } else if (value instanceof Integer small) {
      number = small.longValue();
    }
  }

  /** Keys seldom repeat. */
  @Override
  public boolean hasDictionarySupport() {
    return false;
  }
}
