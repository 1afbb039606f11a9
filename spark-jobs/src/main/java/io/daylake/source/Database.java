package io.daylake.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * The source database, known by the name of its secret; the secret is read at each connection.
 *
 * @param silence how long the server may say nothing before it is taken for lost
 */
public record Database(String secret, Duration silence) implements java.io.Serializable {
  /** Loading rows is one statement, however many they are. */
  private static final Duration LONGEST_STATEMENT = Duration.ofHours(2);

  public Database(String secret) {
    this(secret, LONGEST_STATEMENT);
  }

  /** The session is in UTC. */
  public Connection connect() {
    return connect(new Properties());
  }

  /** For reading whole tables: rows come in binary and are streamed, however long that takes. */
  public Connection connectToRead() {
    Properties properties = new Properties();
    properties.setProperty("useServerPrepStmts", "true");
    properties.setProperty("netTimeoutForStreamingResults", "7200");
    // what a server may send in one row is the server's to say
    properties.setProperty("maxAllowedPacket", "1073741824");
    return connect(properties);
  }

  /** For loading rows that this program streams. */
  public Connection connectToLoad() {
    Properties properties = new Properties();
    properties.setProperty("allowLoadLocalInfile", "true");
    return connect(properties);
  }

  private Connection connect(Properties options) {
    return new Login(secret, Login.PATIENCE).at(credentials -> open(credentials, options));
  }

  private Connection open(Credentials credentials, Properties options) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(options);
    properties.setProperty("user", credentials.username());
    properties.setProperty("password", credentials.password());
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("socketTimeout", String.valueOf(silence.toMillis()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("yearIsDateType", "false");
    properties.setProperty("characterEncoding", "UTF-8");
    Tls.verify(credentials, properties);
    String url =
        "jdbc:mysql://%s:%d/%s"
            .formatted(credentials.host(), credentials.port(), escaped(credentials.database()));
    // the driver is named, as a cluster's class loaders do not register it by themselves
    Connection connection = new com.mysql.cj.jdbc.Driver().connect(url, properties);
    try (Statement statement = connection.createStatement()) {
      // texts compare as in the server's own tables, not by the collation the driver announces
      statement.execute("set names utf8mb4");
    }
    return connection;
  }

  private static String escaped(String name) {
    return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }
}
