package io.daylake.source;

import io.daylake.failure.Failure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** What the database's errors mean to us. Their numbers are the same on MySQL and MariaDB. */
final class SqlFailures {
  private static final int ACCESS_DENIED_TO_DATABASE = 1044;
  private static final int WRONG_PASSWORD = 1045;
  private static final int UNKNOWN_DATABASE = 1049;
  private static final int COMMAND_DENIED = 1142;
  private static final int COLUMN_DENIED = 1143;
  private static final int NO_SUCH_TABLE = 1146;
  private static final int COMMAND_NOT_ALLOWED = 1148;
  private static final int HOST_NOT_ALLOWED = 1130;
  private static final int EXPIRED = 1820;
  private static final int EXPIRED_AT_LOGIN = 1862;
  private static final int LOCKED_BY_MYSQL = 3118;
  private static final int LOCKED_BY_MARIADB = 4151;
  private static final int TLS_ONLY = 3159;
  private static final int LOAD_DISABLED = 3948;
  private static final int SPECIFIC_ACCESS_DENIED = 1227;

  /**
   * Too many connections, shutting down, lock wait, deadlock, interrupted, table changed, killed.
   */
  private static final Set<Integer> PASSING =
      Set.of(1040, 1053, 1205, 1213, 1317, 1412, 1927, 3024);

  private SqlFailures() {}

  static boolean wrongPassword(SQLException thrown) {
    return thrown.getErrorCode() == WRONG_PASSWORD;
  }

  /** The server refused the secret's password for so long; {@code changed}: and it changed. */
  static Failure refused(
      String secret, Credentials to, Duration patience, boolean changed, SQLException thrown) {
    String sentence =
        "Cannot connect to the source: the server refuses user '%s' with the password of secret '%s'"
            .formatted(to.username(), secret);
    Failure failure =
        changed
            ? Failure.tryAgain(
                sentence + ", which changed within the last %d s".formatted(patience.toSeconds()),
                "run it again when the secret's rotation has ended")
            : Failure.specification(
                sentence + ", which has not changed for %d s".formatted(patience.toSeconds()),
                "put the right user and password into the secret, or rotate it");
    return failure.because(thrown);
  }

  static Failure connecting(String secret, Credentials to, SQLException thrown) {
    Failure untrusted = Tls.failure(secret, to, thrown);
    if (untrusted != null) {
      return untrusted.because(thrown);
    }
    Failure failure =
        switch (thrown.getErrorCode()) {
          case UNKNOWN_DATABASE, ACCESS_DENIED_TO_DATABASE ->
              Failure.specification(
                  "Cannot connect to the source: user '"
                      + to.username()
                      + "' sees no database '"
                      + to.database()
                      + "'",
                  "correct dbname in secret '" + secret + "', or grant the user the right to it");
          case EXPIRED, EXPIRED_AT_LOGIN ->
              Failure.specification(
                  "Cannot connect to the source: the password of user '"
                      + to.username()
                      + "' has expired",
                  "give the user a new password and put it into secret '" + secret + "'");
          case LOCKED_BY_MYSQL, LOCKED_BY_MARIADB ->
              Failure.specification(
                  "Cannot connect to the source: the account of user '"
                      + to.username()
                      + "' is locked",
                  "unlock it, or name another in secret '" + secret + "'");
          case HOST_NOT_ALLOWED, TLS_ONLY ->
              Failure.specification(
                  "Cannot connect to the source: the server answers '" + thrown.getMessage() + "'",
                  "let this program's host in, and give secret '" + secret + "' ssl_ca");
          default ->
              Failure.tryAgain(
                  "Cannot connect to the source at "
                      + to.host()
                      + ":"
                      + to.port()
                      + ": "
                      + rootMessage(thrown),
                  "see that the database runs and is within reach, or correct host and port in secret '"
                      + secret
                      + "'");
        };
    return failure.because(thrown);
  }

  /** {@code sentence}: what could not be done, such as "Cannot read table 'x'". */
  static Failure of(String sentence, SQLException thrown) {
    String state = thrown.getSQLState() == null ? "" : thrown.getSQLState();
    Failure failure =
        switch (thrown.getErrorCode()) {
          case COMMAND_DENIED, COLUMN_DENIED, SPECIFIC_ACCESS_DENIED, ACCESS_DENIED_TO_DATABASE ->
              Failure.specification(
                  sentence + ": the secret's user may not (" + thrown.getMessage() + ")",
                  "grant the user the right to it");
          case COMMAND_NOT_ALLOWED, LOAD_DISABLED ->
              Failure.specification(
                  sentence + ": the server does not take LOAD DATA LOCAL",
                  "set its local_infile to on");
          default ->
              answered(thrown, state)
                  ? byTheServer(sentence, thrown, state)
                  : Failure.tryAgain(
                      sentence + ": " + rootMessage(thrown),
                      "see that the database runs and is within reach, and run it again");
        };
    return failure.because(thrown);
  }

  /** Whether the server itself refused, for a reason that stays. */
  private static boolean answered(SQLException thrown, String state) {
    return thrown.getErrorCode() > 0
        && !state.startsWith("08")
        && !PASSING.contains(thrown.getErrorCode());
  }

  private static Failure byTheServer(String sentence, SQLException thrown, String state) {
    return state.startsWith("22") || state.startsWith("23")
        ? Failure.refused(
            sentence + ": the server refuses a value (" + thrown.getMessage() + ")",
            "correct the value")
        : Failure.specification(
            sentence + ": the server answers '" + thrown.getMessage() + "'",
            "correct the statement or the table");
  }

  /** Of a table that was there when the run began. */
  static Failure reading(String table, SQLException thrown) {
    String sentence = "Cannot read source table '" + table + "'";
    return thrown.getErrorCode() == NO_SUCH_TABLE
        ? Failure.tryAgain(
                sentence + ": it is gone since the run began",
                "run it again; nothing published has changed")
            .because(thrown)
        : of(sentence, thrown);
  }

  /** What the driver's exceptions hide, one in another. */
  static Throwable root(Throwable thrown) {
    return thrown.getCause() == null ? thrown : root(thrown.getCause());
  }

  /** The driver's own message spans lines and says little; the innermost says what happened. */
  private static String rootMessage(Throwable thrown) {
    Throwable root = root(thrown);
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.strip().lines().findFirst().orElse("");
  }
}
