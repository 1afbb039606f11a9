package io.daylake.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The columns of {@code corpus.txt}. */
final class Corpus {
  /**
   * A value.
   *
   * @param sql what puts it in
   * @param shown what must come out, as {@link Shown} shows it; null for NULL
   */
  record Value(String sql, String shown) {}

  /**
   * A type and its values, NULL the last of them.
   *
   * @param server the only one that has it, or null
   */
  record Column(String type, String server, List<Value> values) {
    /** The bare type's name, such as {@code decimal}. */
    String name() {
      return type.replaceAll("[^a-z0-9].*", "");
    }

    /** Digits of a second's fraction. */
    int digits() {
      return type.matches("\\w+\\(\\d\\).*") ? type.charAt(type.indexOf('(') + 1) - '0' : 0;
    }

    Value value(int row) {
      return values.get(row % values.size());
    }
  }

  private Corpus() {}

  /** {@code server}: mysql or mariadb. */
  static List<Column> columns(String server) {
    return all().stream()
        .filter(column -> column.server() == null || column.server().equals(server))
        .toList();
  }

  private static List<Column> all() {
    List<Column> columns = new ArrayList<>();
    for (String line : text().split("\n", -1)) {
      if (line.startsWith("## ")) {
        String[] head = line.substring(3).split(" @", -1);
        columns.add(new Column(head[0], head.length > 1 ? head[1] : null, new ArrayList<>()));
      } else if (!line.isEmpty() && !line.startsWith("# ")) {
        columns.get(columns.size() - 1).values().add(value(line));
      }
    }
    columns.forEach(column -> column.values().add(new Value("null", null)));
    return columns;
  }

  private static Value value(String line) {
    int arrow = line.indexOf(" => ");
    return arrow < 0
        ? new Value(line, line)
        : new Value(line.substring(0, arrow), written(line.substring(arrow + 4)));
  }

  private static String written(String shown) {
    if (shown.startsWith("repeat ")) {
      String[] words = shown.split(" ", -1);
      return words[1].repeat(Integer.parseInt(words[2]));
    }
    return shown.replace("\\t", "\t").replace("\\\\", "\\");
  }

  private static String text() {
    try (InputStream file = Corpus.class.getResourceAsStream("/corpus.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
