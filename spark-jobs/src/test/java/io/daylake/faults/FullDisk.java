package io.daylake.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A disk of a page, for one process and what it starts: Linux's namespaces, no rights needed. */
final class FullDisk {
  private static final List<String> UNSHARE =
      List.of("unshare", "--mount", "--map-root-user", "sh", "-c");
  private static final String MOUNT = "mount -t tmpfs -o size=4k tmpfs \"$0\"";

  /** How Hadoop's S3 client says that no disk has room for what waits to be uploaded. */
  static final String SIGN = "Could not find any valid local directory";

  /** Whether this machine lets us; if not, there is no such cell. */
  static final boolean POSSIBLE = possible();

  private FullDisk() {}

  /** What comes before a command line, so that the folder is such a disk for it. */
  static List<String> at(Path folder) {
    List<String> line = new ArrayList<>(UNSHARE);
    line.addAll(List.of(MOUNT + " && exec \"$@\"", folder.toString()));
    return line;
  }

  private static boolean possible() {
    List<String> line = new ArrayList<>(UNSHARE);
    line.addAll(List.of(MOUNT, "/mnt"));
    try {
      return new ProcessBuilder(line).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
