package io.daylake.source;

/** Told now and then how far the reading is; may be called from any thread. */
public interface Progress {
  /** Nobody wants to know. */
  Progress UNSEEN = (rows, bytes) -> {};

  /** {@code rows} and {@code bytes} of files in all, so far. */
  void at(long rows, long bytes);
}
