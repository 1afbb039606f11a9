package io.daylake.source;

import io.daylake.failure.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the readers and whoever locks the table for them wait for one another, in milliseconds: by
 * named locks of the database itself, which every user may take and which a lost connection gives
 * back. They reach wherever the readers do.
 *
 * <p>The gate is closed while its lock is held; a lock of its own says that the table is locked.
 * Each reader shows by a lock of its own that it has arrived, and by another that its view is open.
 */
final class Rendezvous {
  /** A reader that waits longer is no longer waited for. */
  private static final int GATE_SECONDS = 120;

  /**
   * A wait is asked for in parts, so that a server that is gone can be told from one that waits.
   */
  private static final int PART_SECONDS = 10;

  private final Connection connection;
  private final String name;

  /** {@code name}: of this snapshot and no other. */
  Rendezvous(Connection connection, String name) {
    this.connection = connection;
    this.name = "daylake." + name;
  }

  void closeGate() throws SQLException {
    hold("gate", 0);
  }

  /** To be called once the table is locked, and to hold until its lock is given back. */
  void tableIsLocked() throws SQLException {
    hold("locked", 0);
  }

  void tableIsNoLongerLocked() throws SQLException {
    release("locked");
  }

  void openGate() throws SQLException {
    release("gate");
  }

  /**
   * To be called by a reader: says that it is there and waits until the gate opens. It also opens
   * where whoever closed it gave up or was lost; then there is nothing to go on with.
   */
  void waitAtGate(int reader) throws SQLException {
    hold("arrived." + reader, 0);
    hold("gate", GATE_SECONDS);
    release("gate");
    if (!"1".equals(View.text(connection, "select " + held("locked")))) {
      throw Failure.tryAgain(
          "Cannot open a read view with the other readers: the table is not locked",
          "run it again; nothing published has changed");
    }
  }

  void viewIsOpen(int reader) throws SQLException {
    hold("open." + reader, 0);
  }

  /**
   * To be called by a reader before it reads: one that was done, or lost, before the views of the
   * others are open would give back the lock that shows its own.
   */
  void waitUntilAllAreSeen() throws SQLException {
    hold("locked", GATE_SECONDS);
    release("locked");
  }

  /**
   * Waits until all readers are at the gate.
   *
   * @param ended whether there is nobody to wait for any more
   */
  boolean allArrived(int readers, Duration patience, BooleanSupplier ended) throws SQLException {
    return allHold("arrived.", readers, patience, 20, ended);
  }

  /** Waits until the views of all readers are open. */
  boolean allOpen(int readers, Duration patience, BooleanSupplier ended) throws SQLException {
    return allHold("open.", readers, patience, 2, ended);
  }

  private boolean allHold(
      String what, int readers, Duration patience, int everyMillis, BooleanSupplier ended)
      throws SQLException {
    String held =
        IntStream.range(0, readers)
            .mapToObj(reader -> held(what + reader))
            .collect(Collectors.joining(" and ", "select ", ""));
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline && !ended.getAsBoolean()) {
      if ("1".equals(View.text(connection, held))) {
        return true;
      }
      pause(everyMillis);
    }
    return false;
  }

  private String held(String what) {
    return "is_used_lock('" + name + "." + what + "') is not null";
  }

  private void hold(String what, int seconds) throws SQLException {
    int left = seconds;
    boolean given;
    do {
      int part = Math.min(left, PART_SECONDS);
      String sql = "select get_lock('%s.%s', %d)".formatted(name, what, part);
      given = "1".equals(View.text(connection, sql));
      left -= part;
    } while (!given && left > 0);
    if (!given) {
      throw Failure.tryAgain(
          "Cannot open a read view with the other readers: the lock '" + what + "' was not given",
          "run it again; nothing published has changed");
    }
  }

  private void release(String what) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("do release_lock('" + name + "." + what + "')");
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.tryAgain("Cannot go on: interrupted", "run it again").because(e);
    }
  }
}
