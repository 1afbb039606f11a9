package io.daylake;

import io.daylake.aws.ObjectStore;
import io.daylake.aws.S3Uri;
import io.daylake.failure.Failure;
import io.daylake.pipeline.PipelineFolder;
import io.daylake.table.ListedFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a pipeline's folder from a disk or from S3. What else lies in it is for others: views/ for
 * Athena, grants/ for the function that rotates the secrets' passwords.
 */
final class PipelineFolders {
  private static final Pattern OURS =
      Pattern.compile("pipeline\\.toml|curated\\.sql|source\\.sql|checks/[^/]+\\.sql");

  private PipelineFolders() {}

  static PipelineFolder read(String folder, Supplier<ObjectStore> store) {
    Map<String, String> texts =
        S3Uri.is(folder) ? fromS3(S3Uri.of(folder), store.get()) : fromDisk(path(folder));
    if (texts.isEmpty()) {
      throw Failure.specification(
          "Cannot read pipeline folder '" + folder + "': there is no pipeline.toml in it",
          "give the folder of a pipeline, such as sql/chicago_crimes");
    }
    return new PipelineFolder(PipelineFolder.nameOf(folder), texts);
  }

  /** Not every text is a path: one may hold what this system's file names cannot. */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw Failure.specification(
              "Cannot use '" + text + "' as a path: " + e.getReason(), "give another")
          .because(e);
    }
  }

  private static Map<String, String> fromDisk(Path folder) {
    Map<String, String> texts = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return texts;
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        if (OURS.matcher(path).matches()) {
          texts.put(path, text(path, file));
        }
      }
      return texts;
    } catch (IOException e) {
      throw Failure.specification(
              "Cannot read pipeline folder '" + folder + "': " + e, "make it readable")
          .because(e);
    }
  }

  private static String text(String path, Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw Failure.specification(
              "Cannot read pipeline folder '" + file.getParent() + "': " + path + " is not UTF-8",
              "save it as UTF-8")
          .because(e);
    }
  }

  private static Map<String, String> fromS3(S3Uri folder, ObjectStore store) {
    String prefix =
        folder.key().isEmpty() || folder.key().endsWith("/") ? folder.key() : folder.key() + "/";
    Map<String, String> texts = new TreeMap<>();
    for (ListedFile file : store.list(new S3Uri(folder.bucket(), prefix))) {
      String path = file.key().substring(prefix.length());
      if (OURS.matcher(path).matches()) {
        texts.put(path, store.text(new S3Uri(folder.bucket(), file.key())));
      }
    }
    return texts;
  }
}
