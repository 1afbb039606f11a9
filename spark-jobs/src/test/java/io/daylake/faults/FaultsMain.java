package io.daylake.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs cells, a line of JSON for each as it ends: {@code FaultsMain <file> [<pattern of names>
 * [<broken variant>]]}. A broken variant runs in a JVM that finds its classes first.
 */
public final class FaultsMain {
  private FaultsMain() {}

  public static void main(String[] arguments) throws Exception {
    String only = arguments.length > 1 ? arguments[1] : "";
    if (arguments.length > 2) {
      System.exit(broken(arguments[0], only, arguments[2]));
    }
    ObjectMapper json = new ObjectMapper();
    List<Cell> cells = Cell.named(only);
    try (PrintStream out =
            new PrintStream(
                Files.newOutputStream(Path.of(arguments[0])), true, StandardCharsets.UTF_8);
        Arena arena = new Arena(Files.createTempDirectory("faults"))) {
      for (Cell cell : cells) {
        out.println(json.writeValueAsString(arena.run(cell)));
      }
    } catch (Throwable e) {
      // whatever still runs would keep this JVM from ending
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static int broken(String file, String only, String name) throws Exception {
    Path folder = Files.createTempDirectory("broken");
    Path classes = BrokenProduct.compile(name, folder);
    List<String> command = List.of(FaultsMain.class.getName(), file, only);
    return ChildJvm.start(List.of(), classes, folder.resolve("log"), List.of(), command).waitFor();
  }
}
