package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;

import io.daylake.support.Certificates;
import io.daylake.support.CrimeRows;
import io.daylake.support.Environment;
import io.daylake.support.OwnDatabase;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server proves who it is before it is told a password, where the secret names its authorities.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final Path PIPELINE = Path.of("../sql/chicago_crimes");

  private World world;
  private Certificates certificates;
  private OwnDatabase database;
  private Path folder;
  private int secrets;

  @BeforeAll
  void startsAServerWithACertificateForItsAddress(@TempDir Path temporary) throws IOException {
    folder = temporary;
    world = new World(Environment.fromVariables(), temporary);
    for (String file : List.of("source.sql", "curated.sql")) {
      world.write(file, Files.readString(PIPELINE.resolve(file)));
    }
    certificates = new Certificates(temporary.resolve("tls"), "Known authority", "127.0.0.1");
    world.put("certs/ca.pem", certificates.authority());
    database =
        OwnDatabase.mariaDb(
            temporary.resolve("database"),
            "--ssl-ca=" + certificates.file("ca.pem"),
            "--ssl-cert=" + certificates.file("server.pem"),
            "--ssl-key=" + certificates.file("server-key.pem"));
    database.sql(
        "create database chicago",
        // this server lets nobody in who does not come by TLS
        "create user reader@'%' identified by 'pw' require ssl",
        "grant all on chicago.* to reader@'%'");
  }

  @AfterAll
  void stops() {
    if (database != null) {
      database.close();
    }
    if (world != null) {
      world.close();
    }
  }

  @Test
  void aServerThatProvesItselfIsReadAndWritten() {
    secret(secretFor("127.0.0.1", database.port, world.lake + "/certs/ca.pem"));

    assertDone(load("verified"));
    assertDone(world.ingest(LocalDate.now(ZoneOffset.UTC).toString(), "verified"));
  }

  @Test
  void ofSeveralAuthoritiesEachMayVouch() {
    Certificates other = new Certificates(folder.resolve("more"), "One more", "127.0.0.1");
    world.put("certs/bundle.pem", other.authority() + certificates.authority());
    secret(secretFor("127.0.0.1", database.port, world.lake + "/certs/bundle.pem"));

    assertDone(load("bundle"));
  }

  @Test
  void anUnknownAuthorityIsRefused() {
    Certificates other = new Certificates(folder.resolve("other"), "Another", "127.0.0.1");
    world.put("certs/other.pem", other.authority());
    secret(secretFor("127.0.0.1", database.port, world.lake + "/certs/other.pem"));

    assertFailed(
        load("authority"),
        2,
        "Cannot connect to the source at 127.0.0.1:" + database.port,
        "its certificate does not verify by the authorities in "
            + world.lake
            + "/certs/other.pem (",
        "put the server's authorities there, or see who answers there");
  }

  @Test
  void anotherHostNameIsRefused() {
    secret(secretFor("localhost", database.port, world.lake + "/certs/ca.pem"));

    assertFailed(
        load("host"),
        2,
        "Cannot connect to the source at localhost:" + database.port,
        "its certificate is for another host name; correct host in secret '");
  }

  @Test
  void aServerWithoutTlsIsRefused() {
    try (OwnDatabase plain = OwnDatabase.mariaDb(folder.resolve("plain"))) {
      plain.sql(
          "create database chicago",
          "create user reader@'%' identified by 'pw'",
          "grant all on chicago.* to reader@'%'");
      secret(secretFor("127.0.0.1", plain.port, world.lake + "/certs/ca.pem"));

      assertFailed(
          load("plain"),
          2,
          "it offers no TLS, which ssl_ca in secret '",
          "turn it on at the server");
    }
  }

  @Test
  void withoutAuthoritiesTheDriverDecides() {
    secret(secretFor("127.0.0.1", database.port, null));

    assertDone(load("driver"));
  }

  @Test
  void authoritiesThatAreNotThereAreTold() {
    secret(secretFor("127.0.0.1", database.port, world.lake + "/certs/none.pem"));
    assertFailed(
        load("none"), 2, "Cannot read " + world.lake + "/certs/none.pem: there is no such");

    world.put("certs/text.pem", "hello");
    secret(secretFor("127.0.0.1", database.port, world.lake + "/certs/text.pem"));
    assertFailed(
        load("text"), 2, "Cannot use ssl_ca " + world.lake + "/certs/text.pem: it holds no cert");

    secret(secretFor("127.0.0.1", database.port, "/etc/ssl/ca.pem"));
    assertFailed(load("file"), 2, "it lacks a usable ssl_ca", "ssl_ca (s3://<bucket>/<key>)");
  }

  private Map<String, Object> secretFor(String host, int port, String authorities) {
    Map<String, Object> json = world.secretJson();
    json.putAll(Map.of("host", host, "port", port, "username", "reader", "password", "pw"));
    json.put("dbname", "chicago");
    json.put("ssl_ca", authorities);
    return json;
  }

  private void secret(Map<String, Object> json) {
    String id = world.name + "/tls" + ++secrets;
    world.secret(id, json);
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"

        [source]
        table = "crimes"
        key = ["id"]

        [raw]
        table = "raw_crimes"

        [curated]
        table = "crimes"
        """
            .formatted(id, world.name));
  }

  private Ran load(String run) {
    world.write("../rows.csv", CrimeRows.of(3).csv(LocalDateTime.of(2016, 2, 10, 8, 46, 55)));
    String rows = world.folder.resolve("../rows.csv").normalize().toString();
    return world.daylake(
        "load",
        "--pipeline",
        world.folder.toString(),
        "--rows",
        rows,
        "--lake",
        world.lake,
        "--run",
        run);
  }
}
