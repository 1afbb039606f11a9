package io.daylake.source;

/** Decimal digits in ASCII. */
final class Digits {
  private Digits() {}

  static long read(byte[] text, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new ArithmeticException(
            "the server wrote '" + new String(text, java.nio.charset.StandardCharsets.UTF_8) + "'");
      }
      value = value * 10 + digit;
    }
    return value;
  }

  static void write(long value, byte[] into, int from, int count) {
    long rest = value;
    for (int i = from + count - 1; i >= from; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** The fraction of a second that begins at {@code from}, where there is one, in microseconds. */
  static long readMicroseconds(byte[] text, int from) {
    int count = Math.max(0, text.length - from);
    long fraction = count == 0 ? 0 : read(text, from, count);
    for (int i = count; i < 6; i++) {
      fraction *= 10;
    }
    return fraction;
  }

  /** Writes {@code .ffffff} with as many digits as the type has; with none, nothing. */
  static void writeMicroseconds(long microseconds, byte[] into, int from, int digits) {
    if (digits == 0) {
      return;
    }
    into[from] = '.';
    long fraction = microseconds;
    for (int i = digits; i < 6; i++) {
      fraction /= 10;
    }
    write(fraction, into, from + 1, digits);
  }
}
