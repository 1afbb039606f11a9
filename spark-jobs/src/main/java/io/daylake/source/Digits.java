package io.daylake.source;

/** Decimal digits in ASCII. */
final class Digits {
  /** Of ten, up to the greatest that a long holds. */
  private static final long[] POWERS = powers();

  private Digits() {}

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }

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

  /** {@code unscaled} with its last {@code scale} digits behind a point: -0.50 of -50 and 2. */
  static byte[] decimal(long unscaled, int scale) {
    int sign = unscaled < 0 ? 1 : 0;
    long factor = POWERS[scale];
    int whole = 1;
    while (whole + scale < POWERS.length && Math.abs(unscaled) >= POWERS[whole + scale]) {
      whole++;
    }
    byte[] text = new byte[sign + whole + (scale == 0 ? 0 : 1 + scale)];
    if (sign == 1) {
      text[0] = '-';
    }
    write(Math.abs(unscaled) / factor, text, sign, whole);
    if (scale > 0) {
      text[sign + whole] = '.';
      write(Math.abs(unscaled) % factor, text, sign + whole + 1, scale);
    }
    return text;
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
