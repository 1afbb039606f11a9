package io.daylake.source;

import io.daylake.failure.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A read lock on the source table: while it is held nobody writes, so views opened meanwhile agree.
 * On a connection of its own, as a transaction's start would give it back.
 */
final class TableLock {
  private static final int DENIED_TO_DATABASE = 1044;
  private static final int DENIED = 1142;
  private static final int TIMED_OUT = 1205;

  /** Writers queue behind a lock that is waited for, so the wait is short, and then they go on. */
  private static final int WAIT_SECONDS = 1;

  private static final int TRIES = 8;
  private static final long PAUSE_MILLIS = 2000;

  private final Connection connection;
  private final SourceTable table;
  private long since;

  TableLock(Connection connection, SourceTable table) {
    this.connection = connection;
    this.table = table;
  }

  /** Null where it was granted, else why it was not. */
  String take() throws SQLException {
    execute("set session lock_wait_timeout = " + WAIT_SECONDS);
    for (int attempt = 1; ; attempt++) {
      try {
        execute("lock tables " + table.quoted() + " read");
        since = System.nanoTime();
        return null;
      } catch (SQLException e) {
        if (denied(e)) {
          return "the secret's user may not LOCK TABLES";
        } else if (e.getErrorCode() != TIMED_OUT) {
          throw e;
        } else if (attempt == TRIES) {
          return "open transactions held it off %d times %d s".formatted(TRIES, WAIT_SECONDS);
        }
      }
      Rendezvous.pause(PAUSE_MILLIS);
    }
  }

  /** Whether the user has no right to it, so that waiting is of no use. */
  static boolean denied(SQLException thrown) {
    return thrown.getErrorCode() == DENIED || thrown.getErrorCode() == DENIED_TO_DATABASE;
  }

  /** Milliseconds it was held; fails if it was lost meanwhile, as then the views may differ. */
  double release() {
    try {
      execute("unlock tables");
      return (System.nanoTime() - since) / 1e6;
    } catch (SQLException e) {
      throw Failure.tryAgain(
              "Cannot trust the snapshot of '"
                  + table.name()
                  + "': the connection that held the table's lock was lost",
              "run it again; nothing published has changed")
          .because(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
