package io.daylake.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/**
 * Logs in with what the secret says, also while its password rotates: the server learns a new one a
 * little before or after the secret's current version is the new one.
 *
 * @param patience how long a refused password is taken for a rotation under way
 */
record Login(String secret, Duration patience) {
  /** Longer than a rotation takes, shorter than readers wait for one another. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long FIRST_PAUSE_MILLIS = 1000;

  /** Opens a connection, or throws what the server says. */
  interface Door {
    Connection open(Credentials credentials) throws SQLException;
  }

  /** The secret as it was at one look. */
  private record Look(Credentials current, Credentials pending) {}

  Connection at(Door door) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    Look first = null;
    while (true) {
      Credentials current = Secrets.current(secret);
      try {
        return door.open(current);
      } catch (SQLException e) {
        if (!SqlFailures.wrongPassword(e)) {
          throw SqlFailures.connecting(secret, current, e);
        }
        Look look = new Look(current, Secrets.pending(secret));
        Connection connection = tryPending(look, door);
        if (connection != null) {
          return connection;
        }
        first = first == null ? look : first;
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw SqlFailures.refused(secret, current, patience, !look.equals(first), e);
        }
        Rendezvous.pause(Math.min(pause, left));
        // few tries, as a server may lock a user out after some
        pause *= 2;
      }
    }
  }

  /** The next version, which the server may know already; null where it does not let it in. */
  private static Connection tryPending(Look look, Door door) {
    if (look.pending() == null || Objects.equals(look.pending(), look.current())) {
      return null;
    }
    try {
      return door.open(look.pending());
    } catch (SQLException e) {
      // its user may not be there yet, or have no rights: the current version counts
      return null;
    }
  }
}
