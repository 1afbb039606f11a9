package io.daylake.badinput;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An export of four good rows, changed.
 *
 * @param arrives how many rows are in the table afterwards
 * @param said pieces of what is said on stdout and stderr
 */
record Export(
    String name,
    UnaryOperator<String> change,
    Charset charset,
    int exit,
    int arrives,
    List<String> said) {
  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final String HEADER =
      "line 1: the header is not that of the City's export, so no row is loaded";

  static Export good(String name, UnaryOperator<String> change) {
    return new Export(name, change, UTF_8, 0, 4, List.of("4 rows new, 0 known, 0 rejected"));
  }

  static Export refused(String name, UnaryOperator<String> change) {
    return new Export(name, change, UTF_8, 3, 0, List.of(HEADER));
  }

  static Export bad(String name, UnaryOperator<String> change, int arrives, String said) {
    return new Export(name, change, UTF_8, 3, arrives, List.of("Cannot go on with ", said));
  }

  @Override
  public String toString() {
    return name;
  }
}
