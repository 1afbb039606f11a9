package io.daylake.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Lines that end in CR LF, as lines that end in LF: the server would take a CR behind a closing
 * quote for a part of the field, and the lines after it too.
 */
final class WindowsLines extends FilterInputStream {
  /** A CR that came last: what follows it decides. */
  private boolean held;

  WindowsLines(InputStream lines) {
    super(lines);
  }

  /** Nobody reads so: a byte alone may be held back for what follows it. */
  @Override
  public int read() {
    throw new UnsupportedOperationException("read into an array");
  }

  /** {@code length}: at least 2. */
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (true) {
      int read = in.read(into, offset + 1, length - 1);
      if (read < 0) {
        into[offset] = '\r';
        boolean last = held;
        held = false;
        return last ? 1 : -1;
      }
      int kept = withoutCarriageReturns(into, offset, read);
      if (kept > 0) {
        return kept;
      }
    }
  }

  private int withoutCarriageReturns(byte[] bytes, int offset, int read) {
    int to = offset;
    for (int i = offset + 1; i <= offset + read; i++) {
      byte next = bytes[i];
      if (held && next != '\n') {
        bytes[to++] = '\r';
      }
      held = next == '\r';
      if (!held) {
        bytes[to++] = next;
      }
    }
    return to - offset;
  }
}
