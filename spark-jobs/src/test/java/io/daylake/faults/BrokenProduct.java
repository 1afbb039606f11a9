package io.daylake.faults;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The product with a known fault of its own, made by a patch of a copy of its sources: what does
 * not notice it is no proof.
 */
final class BrokenProduct {
  private static final Path PATCHES = Path.of("src/test/broken");
  private static final Path SOURCES = Path.of("src/main/java");

  private BrokenProduct() {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(PATCHES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".patch", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The folder of the changed classes; it is to come first on a class path. */
  static Path compile(String name, Path folder) {
    try {
      Path patch = PATCHES.resolve(name + ".patch").toAbsolutePath();
      if (!Files.exists(patch)) {
        throw new AssertionError("Cannot break '" + name + "': it is none of " + names());
      }
      Path sources = folder.resolve("sources");
      copy(SOURCES, sources);
      run(sources, folder.resolve("patch.log"), "patch", "-p1", "--input=" + patch);
      return compile(changed(sources), folder);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(name, e);
    }
  }

  private static Path compile(List<Path> changed, Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> line =
        new ArrayList<>(List.of("-nowarn", "-proc:none", "-parameters", "-d", classes.toString()));
    line.addAll(List.of("-cp", ChildJvm.classPath()));
    changed.forEach(file -> line.add(file.toString()));
    int exit =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, line.toArray(String[]::new));
    if (exit != 0) {
      throw new AssertionError("the broken variant does not compile: see above");
    }
    return classes;
  }

  private static List<Path> changed(Path sources) throws IOException {
    List<Path> changed = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (Files.mismatch(file, SOURCES.resolve(sources.relativize(file))) >= 0) {
          changed.add(file);
        }
      }
    }
    return changed;
  }

  private static void run(Path in, Path log, String... line)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line)
            .directory(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new AssertionError(
          "The patch does not apply, bring it up to date:\n" + Files.readString(log));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
