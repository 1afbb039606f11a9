package io.daylake.gate;

import java.util.List;

/**
 * A rule and how it came out; {@code offending} shows up to {@link #SHOWN} rows or facts that break
 * it.
 */
public record Check(String name, List<String> offending) {
  public static final int SHOWN = 5;

  public Check {
    offending = List.copyOf(offending.subList(0, Math.min(SHOWN, offending.size())));
  }

  public boolean passed() {
    return offending.isEmpty();
  }
}
