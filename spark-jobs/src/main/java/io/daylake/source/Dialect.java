package io.daylake.source;

import java.util.Locale;

/**
 * In what the servers differ, as far as it matters here: how many characters they give a number's
 * text. MySQL writes a DOUBLE column in 24 and every other floating-point value in 22, so that it
 * may drop digits; MariaDB has room for all.
 */
enum Dialect {
  MYSQL(24, 22),
  MARIADB(Short.MAX_VALUE, Short.MAX_VALUE);

  final int doubleWidth;
  final int realWidth;

  Dialect(int doubleWidth, int realWidth) {
    this.doubleWidth = doubleWidth;
    this.realWidth = realWidth;
  }

  /** {@code version}: the server's own. */
  static Dialect of(String version) {
    return version.toLowerCase(Locale.ROOT).contains("mariadb") ? MARIADB : MYSQL;
  }
}
