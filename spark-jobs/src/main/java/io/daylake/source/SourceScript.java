package io.daylake.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The statements of a {@code source.sql}: each ends with a semicolon at the end of a line. */
public record SourceScript(List<String> statements) {
  private static final Pattern LOADS =
      Pattern.compile(
          "\\s*load\\s+data\\s+local\\s+infile\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  public SourceScript {
    statements = List.copyOf(statements);
  }

  public static SourceScript of(String text) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.strip().startsWith("--")) {
        continue;
      }
      boolean last = line.stripTrailing().endsWith(";");
      statement.append(last ? line.stripTrailing().replaceAll(";$", "") : line).append('\n');
      if (last) {
        keep(statement, statements);
      }
    }
    keep(statement, statements);
    return new SourceScript(statements);
  }

  /**
   * Whether the statement takes the rows that this program streams; the file it names is nominal.
   */
  static boolean takesRows(String statement) {
    return LOADS.matcher(statement).matches();
  }

  private static void keep(StringBuilder statement, List<String> statements) {
    if (!statement.toString().isBlank()) {
      statements.add(statement.toString().strip());
    }
    statement.setLength(0);
  }
}
