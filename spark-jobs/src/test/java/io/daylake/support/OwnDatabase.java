package io.daylake.support;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A MariaDB server of a test's own, whose TLS is as the test wants it. */
public final class OwnDatabase implements AutoCloseable {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  public final int port;
  private final Path home;
  private final Path folder;
  private final Process process;

  /** {@code options}: the server's own, such as {@code --skip-ssl}. */
  public OwnDatabase(Path folder, List<String> options) {
    this.folder = folder;
    this.home = home();
    try {
      Files.createDirectories(folder);
      port = freePort();
      initialise();
      process = start(options);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("no database", e);
    }
    waitUntilItAnswers();
  }

  /** A user {@code reader} of a database {@code chicago}, and any more statements. */
  public void sql(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError("The test's own SQL failed: " + List.of(statements), e);
    }
  }

  /** This server in the place of the stack's. */
  public Environment environment() {
    String aws = Environment.fromVariables().awsEndpoint();
    return new Environment(aws, "127.0.0.1", port, "administrator", "own");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path home() {
    String given = System.getenv("MARIADB_HOME");
    Path home = given == null ? REPOSITORY.resolve(".daylake/servers/mariadb") : Path.of(given);
    if (!Files.isDirectory(home)) {
      throw new AssertionError("no MariaDB in " + home + ": run `make deps`, or set MARIADB_HOME");
    }
    return home;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void initialise() throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of(home.resolve("scripts/mariadb-install-db").toString()));
    line.addAll(places());
    line.addAll(List.of("--skip-test-db", "--auth-root-authentication-method=normal"));
    if (run(line).waitFor() != 0) {
      throw new AssertionError("MariaDB could not be initialised:\n" + log());
    }
  }

  private Process start(List<String> options) throws IOException {
    Path first = folder.resolve("first.sql");
    Files.write(
        first,
        List.of(
            "create user administrator@'%' identified by 'own';",
            "grant all on *.* to administrator@'%' with grant option;"));
    List<String> line = new ArrayList<>(List.of(home.resolve("bin/mariadbd").toString()));
    line.addAll(places());
    line.addAll(
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + folder.resolve("socket"),
            "--local-infile=1",
            "--init-file=" + first));
    line.addAll(options);
    return run(line);
  }

  private List<String> places() {
    List<String> places =
        new ArrayList<>(
            List.of("--no-defaults", "--basedir=" + home, "--datadir=" + folder.resolve("data")));
    if (System.getProperty("user.name").equals("root")) {
      places.add("--user=root");
    }
    return places;
  }

  private Process run(List<String> line) throws IOException {
    File log = folder.resolve("log").toFile();
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://127.0.0.1:" + port + "/", "administrator", "own");
  }

  private void waitUntilItAnswers() {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (true) {
      try (Connection connection = connect()) {
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new AssertionError("MariaDB did not start; see " + folder.resolve("log"), e);
        }
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
