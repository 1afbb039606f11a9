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
import org.junit.jupiter.api.Assumptions;

/** A database server of a test's own: MariaDB, or MySQL where it could be fetched. */
public final class OwnDatabase implements AutoCloseable {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

  public final int port;
  private final Path folder;
  private final List<String> program;
  private final List<String> options;
  private volatile Process process;

  /** How a server's folder is made, and how it is started: command lines, without what is ours. */
  private record Programs(List<String> initialise, List<String> start) {}

  private OwnDatabase(Path folder, Programs programs, List<String> options) {
    this.folder = folder;
    this.program = programs.start();
    this.options = options;
    try {
      Files.createDirectories(folder);
      port = freePort();
      if (run(programs.initialise()).waitFor() != 0) {
        throw new AssertionError(
            "the server could not be initialised:\n" + Files.readString(folder.resolve("log")));
      }
      process = start(program, options);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("no database", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    waitUntilItAnswers();
  }

  /**
   * Without TLS unless the options bring a certificate: the server would make itself a key of 4,096
   * bits at every start, in 4 to 30 seconds.
   *
   * <p>{@code options}: the server's own, such as {@code --log-bin}.
   */
  public static OwnDatabase mariaDb(Path folder, String... options) {
    Path home = home("MARIADB_HOME", ".daylake/servers/mariadb");
    if (!Files.isDirectory(home)) {
      throw new AssertionError("no MariaDB in " + home + ": run `make deps`, or set MARIADB_HOME");
    }
    List<String> places =
        List.of("--no-defaults", "--basedir=" + home, "--datadir=" + folder.resolve("data"));
    List<String> initialise =
        joined(
            List.of(home.resolve("scripts/mariadb-install-db").toString()),
            places,
            asRoot(),
            List.of("--skip-test-db", "--auth-root-authentication-method=normal"));
    List<String> start = joined(List.of(home.resolve("bin/mariadbd").toString()), places, asRoot());
    boolean certified = List.of(options).stream().anyMatch(option -> option.startsWith("--ssl"));
    List<String> withoutTls = certified ? List.of() : List.of("--skip-ssl");
    return new OwnDatabase(
        folder, new Programs(initialise, start), joined(List.of(options), withoutTls));
  }

  /** Skips the test where MySQL could not be fetched, with the reason. */
  public static OwnDatabase mySql(Path folder, String... options) {
    Path home = home("MYSQL_HOME", ".daylake/servers-mysql");
    Path missing = home.resolve("missing");
    Assumptions.assumeTrue(Files.isDirectory(home), "no MySQL in " + home + ": run `make deps`");
    Assumptions.assumeFalse(Files.exists(missing), () -> text(missing));
    Path libraries = home.resolve(LIBRARIES);
    List<String> program =
        joined(
            List.of(
                // Debian's newest runs on any Linux by its own loader and libraries
                libraries.resolve("ld-linux-x86-64.so.2").toString(),
                "--library-path",
                libraries + ":" + home.resolve("usr/lib/mysql/private"),
                home.resolve("usr/sbin/mysqld").toString(),
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--lc-messages-dir=" + home.resolve("usr/share/mysql"),
                "--character-sets-dir=" + home.resolve("usr/share/mysql/charsets")),
            asRoot());
    List<String> start =
        joined(
            program,
            List.of(
                "--mysqlx=0",
                "--secure-file-priv=NULL",
                "--performance-schema=off",
                "--sync-binlog=0",
                "--innodb-buffer-pool-size=64M",
                "--pid-file=" + folder.resolve("pid")));
    return new OwnDatabase(
        folder,
        new Programs(joined(program, List.of("--initialize-insecure")), start),
        List.of(options));
  }

  /** Runs statements as the administrator. */
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

  /** Killed, not stopped, and started again on the same port. */
  public void restart() {
    close();
    try {
      process = start(program, options);
    } catch (IOException e) {
      throw new AssertionError("no database", e);
    }
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

  private static Path home(String variable, String otherwise) {
    String given = System.getenv(variable);
    return given == null ? REPOSITORY.resolve(otherwise) : Path.of(given);
  }

  private static List<String> asRoot() {
    return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
  }

  @SafeVarargs
  private static List<String> joined(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(List<String> program, List<String> options) throws IOException {
    Path first = folder.resolve("first.sql");
    Files.write(
        first,
        List.of(
            "create user if not exists administrator@'%' identified by 'own';",
            "grant all on *.* to administrator@'%' with grant option;"));
    List<String> ours =
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + folder.resolve("socket"),
            "--local-infile=1",
            // a test's rows need not survive the machine
            "--innodb-flush-method=nosync",
            "--innodb-flush-log-at-trx-commit=0",
            "--init-file=" + first);
    return run(joined(program, ours, options));
  }

  private Process run(List<String> line) throws IOException {
    File log = folder.resolve("log").toFile();
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://127.0.0.1:" + port + "/", "administrator", "own");
  }

  public void waitUntilItAnswers() {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try (Connection connection = connect()) {
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new AssertionError("the server did not start; see " + folder.resolve("log"), e);
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
