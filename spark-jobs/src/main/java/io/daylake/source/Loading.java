package io.daylake.source;

import com.mysql.cj.jdbc.JdbcStatement;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a source script on one connection, streaming the rows to the server where the script takes
 * them.
 */
public final class Loading implements AutoCloseable {
  private static final int NO_SUCH_TABLE = 1146;
  private static final int SHOWN = 20;

  private final Connection connection;
  private final String table;

  private Loading(Connection connection, String table) {
    this.connection = connection;
    this.table = table;
  }

  /**
   * {@code loadId} tells this load's rejects from others'; {@code name}: what the rows are called.
   */
  public static Loaded load(
      Database database,
      String table,
      SourceScript script,
      String loadId,
      String name,
      InputStream stream)
      throws IOException {
    String sentence = "Cannot load rows from " + name;
    Utf8Rows rows = new Utf8Rows(stream);
    rows.stopIfUnusable(sentence);
    try (Loading loading = new Loading(database.connectToLoad(), table)) {
      Loaded loaded = loading.run(script, loadId, rows, sentence);
      loading.connection.commit();
      return loaded;
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot load rows into source table '" + table + "'", e);
    }
  }

  private Loaded run(SourceScript script, String loadId, Utf8Rows rows, String sentence)
      throws SQLException {
    // the rejects and the good rows come in together or not at all
    connection.setAutoCommit(false);
    long before = countBefore();
    setLoadId(loadId);
    for (int i = 0; i < script.statements().size(); i++) {
      execute(script.statements().get(i), i + 1, rows);
      rows.stopIfUnusable(sentence);
    }
    long inserted = count("select count(*) from " + SourceTable.quoted(table)) - before;
    List<Loaded.BadRow> shown = badRows();
    long rejected = count("select count(*) from " + rejects() + " where load_id = @load_id");
    long staged = count("select count(*) from " + SourceTable.quoted(table + "_staging"));
    return new Loaded(loadId, inserted, staged - rejected - inserted, rejected, shown);
  }

  private void execute(String text, int number, Utf8Rows rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (SourceScript.takesRows(text)) {
        InputStream sent = rows.linesEndAsOnWindows() ? new WindowsLines(rows) : rows;
        statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(sent);
      }
      statement.execute(text);
    } catch (SQLException e) {
      throw SqlFailures.of("Cannot run statement " + number + " of source.sql", e);
    }
  }

  private void setLoadId(String loadId) throws SQLException {
    try (PreparedStatement set = connection.prepareStatement("set @load_id = ?")) {
      set.setString(1, loadId);
      set.execute();
    }
  }

  private long countBefore() throws SQLException {
    try {
      return count("select count(*) from " + SourceTable.quoted(table));
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_TABLE) {
        return 0;
      }
      throw e;
    }
  }

  private long count(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private List<Loaded.BadRow> badRows() throws SQLException {
    List<Loaded.BadRow> found = new ArrayList<>();
    String sql =
        "select line, reason from "
            + rejects()
            + " where load_id = @load_id order by line limit "
            + SHOWN;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(new Loaded.BadRow(rows.getLong(1), rows.getString(2)));
      }
      return found;
    }
  }

  private String rejects() {
    return SourceTable.quoted(table + "_rejects");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
