package io.daylake.source;

import io.daylake.failure.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Whether the source can be read as a pipeline asks. Each tells what it found, or fails. */
public final class Inspection {
  private Inspection() {}

  /** All that a secret says but its password. */
  public static String secret(String secret) {
    Credentials credentials = Secrets.current(secret);
    return "user '%s' of database '%s' at %s:%d, %s"
        .formatted(
            credentials.username(),
            credentials.database(),
            credentials.host(),
            credentials.port(),
            credentials.authorities() == null
                ? "whose certificate is not verified"
                : "whose certificate is verified by " + credentials.authorities());
  }

  public static String server(Database database) {
    try (Connection connection = database.connect()) {
      return "answers, version " + connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot ask the source for its version", e);
    }
  }

  public static SourceTable table(
      Database database, String table, List<String> key, Limits limits) {
    return SourceTables.read(database, table, key, limits);
  }

  public static String told(SourceTable table) {
    return "'%s' has %d columns, about %d rows, %s"
        .formatted(
            table.name(),
            table.columns().size(),
            table.estimatedRows(),
            table.key().isEmpty() ? "no key" : "key " + table.key());
  }

  /**
   * SELECT, and LOCK TABLES where several readers would need it: taken for a moment, or not at all.
   */
  public static String rights(Database database, SourceTable table, Limits limits) {
    String rows = SourceTables.empty(database, table) ? "no rows yet" : "may read";
    if (limits.readers(table.estimatedRows()) == 1) {
      return rows + "; one reader needs no lock";
    }
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set session lock_wait_timeout = 1");
      statement.execute("lock tables " + table.quoted() + " read");
      statement.execute("unlock tables");
      return rows + " and lock";
    } catch (SQLException e) {
      String sentence = "Cannot lock source table '" + table.name() + "'";
      if (!TableLock.denied(e)) {
        throw SqlFailures.of(sentence, e);
      } else if (limits.refuseWithoutLock()) {
        throw Failure.specification(
                sentence + ": the secret's user may not LOCK TABLES",
                "grant the user the right to it, or set source.without-lock = \"one-reader\"")
            .because(e);
      }
      return rows + ", but not LOCK TABLES: one reader will read it alone";
    }
  }
}
