package io.daylake.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A source table of which every version is known: each transaction changes all of its rows, adds
 * some, takes some away, and exports all by plain JDBC before it commits.
 */
final class Source implements AutoCloseable {
  private static final int ROWS = 400;
  private static final long PAUSE_MILLIS = 20;
  private static final String LINES =
      "select concat_ws('|', id, version, coalesce(name, 'null'), cast(amount as char),"
          + " date_format(seen, '%Y-%m-%d %H:%i:%s.%f')) from ";

  /** The same lines, of DuckDB. */
  static final String LINES_OF_FILES =
      "select concat_ws('|', id, version, coalesce(name, 'null'), amount::varchar,"
          + " strftime(seen, '%Y-%m-%d %H:%M:%S.%f')) from ";

  private final Map<Integer, List<String>> versions = new ConcurrentHashMap<>();
  private final String url;
  private final String table;
  private Connection connection;
  private volatile int version;
  private volatile boolean writing;
  private Thread writer;

  /** {@code url}: past the proxy, with user and password. */
  Source(String url, String table) {
    this.url = url;
    this.table = table;
    try {
      connect();
      run(
          "create table "
              + table
              + " (id int primary key, version int not null, name varchar(40),"
              + " amount decimal(12, 2) not null, seen datetime(6) not null)");
      for (int i = 0; i < ROWS; i++) {
        run("insert into " + table + " values (" + 2 * i + ", 0, null, 0, '2016-01-01')");
      }
      change();
    } catch (SQLException e) {
      throw new AssertionError("The test's own SQL failed", e);
    }
  }

  String table() {
    return table;
  }

  /** The version that is committed now. */
  int version() {
    return version;
  }

  /** The version whose rows these are, or -1. */
  int versionOf(List<String> rows) {
    List<String> sorted = rows.stream().sorted().toList();
    return versions.entrySet().stream()
        .filter(entry -> entry.getValue().equals(sorted))
        .mapToInt(Map.Entry::getKey)
        .findFirst()
        .orElse(-1);
  }

  /** The next version. */
  synchronized void change() {
    int next = version + 1;
    try {
      run(
          ("update %s set version = %d, amount = id * %d / 100, name = if(id %% 7 = %d, null,"
                  + " concat('é|', id, '-', %d)), seen = '2016-01-01' + interval id * %d microsecond")
              .formatted(table, next, next, next % 7, next, next));
      run(
          "insert into %s values (%d, %d, 'new', 1, '2016-02-29 23:59:59.999999')"
              .formatted(table, 100_001 + next, next));
      run("delete from " + table + " where id = " + (100_001 + next - 3));
      versions.put(next, export());
      connection.commit();
      version = next;
    } catch (SQLException e) {
      throw new AssertionError("The test's own SQL failed: is the table still locked?", e);
    }
  }

  /** After its server was killed: what was committed is what is there. */
  synchronized void connectsAgain() {
    try {
      connection.abort(Runnable::run);
      connect();
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select max(version) from " + table)) {
        row.next();
        version = row.getInt(1);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new AssertionError("The test's own SQL failed", e);
    }
  }

  /** New versions, one after the other, until {@link #stopsChanging}. */
  void keepsChanging() {
    writing = true;
    writer =
        new Thread(
            () -> {
              try {
                while (writing) {
                  change();
                  pause();
                }
              } catch (AssertionError e) {
                // its server was killed, as a cell wants it
              }
            },
            "writer");
    writer.setDaemon(true);
    writer.start();
  }

  void stopsChanging() {
    writing = false;
    if (writer != null) {
      try {
        writer.join(20_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    stopsChanging();
    try {
      connection.close();
    } catch (SQLException e) {
      // its server may be gone
    }
  }

  private void connect() throws SQLException {
    connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
  }

  private List<String> export() throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(LINES + table)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines.stream().sorted().toList();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
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
