package io.daylake.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of a test's own and a server's certificate by it, made with the JDK's keytool. */
public final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  /**
   * Files {@code ca.pem}, {@code server.pem} and {@code server-key.pem} for a server at that IP
   * address.
   */
  public Certificates(Path folder, String authority, String address) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      keytool("-genkeypair", "-alias", "ca", "-dname", "CN=" + authority, "-ext", "bc:c");
      keytool("-genkeypair", "-alias", "server", "-dname", "CN=database");
      keytool("-certreq", "-alias", "server", "-file", "server.csr");
      keytool(
          "-gencert",
          "-alias",
          "ca",
          "-infile",
          "server.csr",
          "-outfile",
          "server.pem",
          "-rfc",
          "-ext",
          "san=ip:" + address);
      keytool("-exportcert", "-alias", "ca", "-rfc", "-file", "ca.pem");
      writeKey();
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new AssertionError("no certificates", e);
    }
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  public String authority() {
    try {
      return Files.readString(file("ca.pem"));
    } catch (IOException e) {
      throw new AssertionError("no certificates", e);
    }
  }

  private void keytool(String command, String... options) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), command));
    line.addAll(List.of("-keystore", "keys.p12", "-storepass", PASSWORD));
    if (command.equals("-genkeypair")) {
      line.addAll(List.of("-keyalg", "EC"));
    }
    line.addAll(List.of(options));
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(line + ": " + said);
    }
  }

  /** keytool writes no keys. */
  private void writeKey() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file("keys.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    Files.writeString(
        file("server-key.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
  }
}
