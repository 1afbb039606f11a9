package io.daylake.failure;

/**
 * Text for a line of a log or a terminal, whatever a name or a server put into it: it stays one
 * line, shows what would act or hide, and has an end.
 */
public final class OneLine {
  private static final int LONGEST = 4000;

  private OneLine() {}

  public static String of(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().limit(LONGEST).forEach(point -> append(line, point));
    int points = text.codePointCount(0, text.length());
    return points <= LONGEST ? line.toString() : line + "… (" + points + " characters)";
  }

  private static void append(StringBuilder line, int point) {
    switch (point) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (shown(point)) {
          line.appendCodePoint(point);
        } else {
          line.append("\\u%04x".formatted(point));
        }
      }
    }
  }

  /** Neither a control, nor what turns or joins letters, nor half a character. */
  private static boolean shown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
