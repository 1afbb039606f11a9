package io.daylake.catalog;

/** Where readers were sent before ({@code from}, null if nowhere) and where they are sent to. */
public record Pointer(String from, String to) {
  public boolean moves() {
    return to != null && !to.equals(from);
  }
}
