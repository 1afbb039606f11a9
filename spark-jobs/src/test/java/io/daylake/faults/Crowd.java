package io.daylake.faults;

import io.daylake.support.OwnDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Others who have taken every connection that the server has. */
final class Crowd implements AutoCloseable {
  static final String NAME = "no connection left";

  private static final int FEWEST = 10;
  private static final int TOO_MANY = 1040;

  private final List<Connection> taken = new ArrayList<>();
  private final OwnDatabase server;

  /** {@code url}: as a user without special rights, whom the server keeps no connection for. */
  Crowd(OwnDatabase server, String url) {
    this.server = server;
    server.sql("set global max_connections = " + FEWEST);
    try {
      while (true) {
        taken.add(DriverManager.getConnection(url));
      }
    } catch (SQLException e) {
      if (e.getErrorCode() != TOO_MANY) {
        throw new AssertionError("The test's own connections failed", e);
      }
    }
  }

  @Override
  public void close() {
    for (Connection each : taken) {
      try {
        each.close();
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }
    server.sql("set global max_connections = default");
  }
}
