package io.daylake.badinput;

import static io.daylake.badinput.Case.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.Consumer;

/**
 * Secrets that are missing, malformed, out of date or of somebody who may not. A password that is
 * wrong takes half a minute to tell: RotationTest.
 */
class SourceSecretTest extends CasesTest {
  private static final String USE = "Cannot use secret '{name}/run-";
  private static final String LACKS = "': it lacks ";
  private static final String NO_JSON = "': it is not a JSON object; give it the keys engine, host";

  @Override
  List<Case> cases() {
    return List.of(
        ingest(
            "none of that name",
            day -> day.world.write("pipeline.toml", day.toml().replace("/reader", "/none")),
            2,
            "Cannot read secret '{name}/none': there is none of that name; create it"),
        ingest(
            "a name that no secret can have",
            day -> day.world.write("pipeline.toml", day.toml().replace("/reader", " $(reader)")),
            2,
            "Cannot read secret '{name} $(reader)': AWS refuses ("),
        ingest("not JSON", day -> day.secret("hidden"), 2, USE, NO_JSON),
        ingest("cut off", day -> day.secret("{\"password\": \"hid"), 2, USE, NO_JSON),
        ingest("a list", day -> day.secret("[\"hidden\"]"), 2, USE, NO_JSON),
        ingest("only blanks", day -> day.secret(" "), 2, USE, NO_JSON),
        ingest("no value yet", SourceSecretTest::empty, 2, "': it has no current value; put one"),
        ingest("no password", without("password"), 2, USE, LACKS + "password; "),
        ingest("no database", without("dbname"), 2, USE, LACKS + "dbname; "),
        ingest("an empty user", with("username", ""), 2, USE, LACKS + "a usable username; "),
        ingest("port 0", with("port", 0), 2, USE, LACKS + "a usable port; "),
        ingest("port 65536", with("port", 65536), 2, USE, LACKS + "a usable port; "),
        ingest("a port in words", with("port", "mysql"), 2, USE, LACKS + "a usable port; "),
        ingest("a host with options", with("host", "db?a=b"), 2, USE, LACKS + "a usable host; "),
        ingest("a host of two lines", with("host", "a\nb"), 2, USE, LACKS + "a usable host; "),
        ingest("no S3 for ssl_ca", with("ssl_ca", "/etc/ca"), 2, USE, LACKS + "a usable ssl_ca"),
        ingest(
            "another engine",
            with("engine", "postgres"),
            2,
            USE,
            "': its engine is neither mysql nor mariadb; give the secret of a MySQL database"),
        ingest("marked for deletion", SourceSecretTest::deleted, 2, "': AWS refuses ("),
        ingest(
            "a database that the server does not have",
            with("dbname", "no_such"),
            2,
            "Cannot connect to the source: user '{name}' sees no database 'no_such'; correct dbn"),
        ingest(
            "a database whose name means more in an address",
            with("dbname", "{name}?allowLoadLocalInfile=true"),
            2,
            "sees no database '{name}?allowLoadLocalInfile=true'"),
        ingest(
            "a host that nobody knows",
            with("host", "db.invalid"),
            4,
            "Cannot connect to the source at db.invalid:",
            "see that the database runs and is within reach, or correct host and port in secret '"),
        ingest(
            "a server that is down",
            day -> day.secretWith("port", freePort()),
            4,
            "Cannot connect to the source at 127.0.0.1:",
            ": Connection refused; see that the database runs and is within reach"),
        ingest(
            "a password that has expired",
            day -> day.stranger("password expire", "select"),
            2,
            "Cannot connect to the source: the password of user '{name}_other' has expired;",
            "give the user a new password and put it into secret '{name}/"),
        ingest(
            "an account that is locked",
            day -> day.stranger("account lock", "select"),
            2,
            "Cannot connect to the source: the account of user '{name}_other' is locked;"),
        ingest(
            "a user who may not read",
            day -> day.stranger("", "usage"),
            2,
            "Cannot connect to the source: user '{name}_other' sees no database '{name}'"));
  }

  private static Consumer<Yesterday> without(String key) {
    return day -> day.secretWith(key, null);
  }

  private static Consumer<Yesterday> with(String key, Object value) {
    return day ->
        day.secretWith(
            key, value instanceof String text ? text.replace("{name}", day.world.name) : value);
  }

  /** As Terraform makes one, before the first rotation. */
  private static void empty(Yesterday day) {
    String id = day.world.name + "/" + day.run();
    day.world.secrets.createSecret(create -> create.name(id));
    day.world.write("pipeline.toml", day.toml().replace(day.world.secret, id));
  }

  private static void deleted(Yesterday day) {
    day.secret("{}");
    String id = day.secretOf();
    day.world.secrets.deleteSecret(delete -> delete.secretId(id).recoveryWindowInDays(7L));
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
