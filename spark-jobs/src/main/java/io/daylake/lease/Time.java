package io.daylake.lease;

import java.time.Duration;

/** How much time goes by, never what o'clock it is. A simulation has its own. */
public interface Time {
  /** As {@link System#nanoTime}. */
  long nanos();

  void sleep(Duration duration);

  Time REAL =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) {
          try {
            Thread.sleep(duration.toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
          }
        }
      };
}
