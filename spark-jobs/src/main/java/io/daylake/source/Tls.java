package io.daylake.source;

import com.mysql.cj.exceptions.UnableToConnectException;
import io.daylake.failure.Failure;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.Properties;

/**
 * TLS to the source: where the secret names authorities, the server proves by them who it is before
 * it is told a password.
 */
final class Tls {
  private Tls() {}

  static void verify(Credentials credentials, Properties properties) {
    if (credentials.authorities() != null) {
      properties.setProperty("sslMode", "VERIFY_IDENTITY");
      properties.setProperty(
          "trustCertificateKeyStoreUrl",
          TrustedAuthorities.keyStore(credentials.authorities()).toUri().toString());
    }
  }

  /**
   * Why the server was not believed, or null where something else went wrong. Trying again changes
   * nothing: a person has to see who answers.
   */
  static Failure failure(String secret, Credentials to, SQLException thrown) {
    Throwable root = SqlFailures.root(thrown);
    boolean untrusted =
        root instanceof CertPathValidatorException
            || root instanceof CertificateExpiredException
            || root instanceof CertificateNotYetValidException;
    String server = "Cannot connect to the source at " + to.host() + ":" + to.port();
    if (untrusted) {
      return Failure.specification(
          "%s: its certificate does not verify by the authorities in %s (%s)"
              .formatted(server, to.authorities(), root.getMessage()),
          "put the server's authorities there, or see who answers there");
    } else if (root instanceof CertificateException) {
      return Failure.specification(
          server + ": its certificate is for another host name",
          "correct host in secret '" + secret + "', or see who answers there");
    } else if (root instanceof UnableToConnectException && to.authorities() != null) {
      return Failure.specification(
          "%s: it offers no TLS, which ssl_ca in secret '%s' asks for".formatted(server, secret),
          "turn it on at the server");
    }
    return null;
  }
}
