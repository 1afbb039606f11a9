package io.daylake.faults;

import io.daylake.support.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Readers that look at a day again and again while a command runs. */
final class Watcher implements AutoCloseable {
  private static final long PAUSE_MILLIS = 60;

  private final Set<Published> seen = Collections.synchronizedSet(new LinkedHashSet<>());
  private final Thread thread;
  private volatile boolean watching = true;

  Watcher(World world, String table, String day) {
    thread =
        new Thread(
            () -> {
              while (watching) {
                Published now = Published.now(world, table, day);
                // pointers are read one after the other: only what stands still was really seen
                if (now.equals(Published.now(world, table, day))) {
                  seen.add(now);
                }
                pause();
              }
            },
            "readers");
    thread.setDaemon(true);
    thread.start();
  }

  /** Everything that was seen so far, in order. */
  List<Published> seen() {
    synchronized (seen) {
      return new ArrayList<>(seen);
    }
  }

  @Override
  public void close() {
    watching = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
