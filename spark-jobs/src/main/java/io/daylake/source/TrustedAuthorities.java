package io.daylake.source;

import io.daylake.aws.ObjectStore;
import io.daylake.aws.S3Uri;
import io.daylake.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who may vouch for a database server: certificates as PEM on S3, as key stores for the driver. */
final class TrustedAuthorities {
  private static final Map<S3Uri, Path> FETCHED = new ConcurrentHashMap<>();

  private TrustedAuthorities() {}

  /** A key store of exactly these, in a file of this process; fetched once. */
  static Path keyStore(S3Uri pem) {
    return FETCHED.computeIfAbsent(pem, TrustedAuthorities::fetch);
  }

  private static Path fetch(S3Uri pem) {
    try (ObjectStore store = new ObjectStore()) {
      return write(certificates(pem, store.text(pem)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no key store can be written: " + e, e);
    }
  }

  private static Collection<? extends Certificate> certificates(S3Uri pem, String text)
      throws GeneralSecurityException {
    Collection<? extends Certificate> found = List.of();
    CertificateException why = null;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (CertificateException e) {
      why = e;
    }
    if (found.isEmpty()) {
      throw Failure.specification(
              "Cannot use ssl_ca " + pem + ": it holds no certificates as PEM",
              "put those of the server's authorities there")
          .because(why);
    }
    return found;
  }

  private static Path write(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    // of the type that the driver expects, without a password: there is nothing secret in it
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    Path file = Files.createTempFile("daylake-authorities-", ".jks");
    file.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, new char[0]);
    }
    return file;
  }
}
