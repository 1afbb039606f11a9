package io.daylake.source;

import io.daylake.failure.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Rows on their way to the server, without a byte order mark and only as long as they are UTF-8:
 * some servers take any bytes and keep question marks.
 */
final class Utf8Rows extends FilterInputStream {
  private static final String UTF_8 = "export it as UTF-8 and load it again";
  private static final int HEAD = 1 << 16;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer characters = CharBuffer.allocate(1 << 16);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
  private final byte[] head;
  private int given;
  private long line = 1;
  private String problem;

  Utf8Rows(InputStream rows) throws IOException {
    super(rows);
    head = rows.readNBytes(HEAD);
    if (head.length == 0) {
      problem = ": it is empty";
    } else if (starts(0xFE, 0xFF) || starts(0xFF, 0xFE)) {
      problem = ": it is UTF-16";
    } else if (starts(0xEF, 0xBB, 0xBF)) {
      given = 3;
    }
  }

  /** Whether the header's line ends in CR LF; then all do. */
  boolean linesEndAsOnWindows() {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return end > 0 && text.charAt(end - 1) == '\r';
  }

  /** To be asked before the rows are read, and when they have been. */
  void stopIfUnusable(String sentence) {
    if (problem != null) {
      throw Failure.refused(
          sentence + problem, head.length == 0 ? "give the export of some rows" : UTF_8);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** Ends where something is not UTF-8. */
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (problem != null) {
      return -1;
    }
    int read = next(into, offset, Math.min(length, bytes.remaining()));
    if (read > 0) {
      bytes.put(into, offset, read);
    }
    return fits(read < 0) ? read : -1;
  }

  private int next(byte[] into, int offset, int length) throws IOException {
    if (given < head.length) {
      int some = Math.min(length, head.length - given);
      System.arraycopy(head, given, into, offset, some);
      given += some;
      return some;
    }
    return in.read(into, offset, length);
  }

  private boolean fits(boolean end) {
    bytes.flip();
    boolean good = !decoder.decode(bytes, characters, end).isError();
    bytes.compact();
    characters.flip();
    line += characters.chars().filter(character -> character == '\n').count();
    characters.clear();
    if (!good) {
      problem = ": it is not UTF-8 in line " + line;
    }
    return good;
  }

  private boolean starts(int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= head.length || (head[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
