package io.daylake.pipeline;

/** One file of SQL, named as in its folder, such as {@code checks/raw_keys.sql}. */
public record SqlFile(String path, String text) {
  /** The file's name without folder and ending, which is the check's name. */
  public String name() {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return file.endsWith(".sql") ? file.substring(0, file.length() - 4) : file;
  }
}
