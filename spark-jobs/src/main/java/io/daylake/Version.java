package io.daylake;

import picocli.CommandLine.IVersionProvider;

/** Which daylake this is. */
final class Version implements IVersionProvider {
  static String text() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"daylake " + text()};
  }
}
