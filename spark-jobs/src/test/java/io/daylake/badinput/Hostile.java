package io.daylake.badinput;

import java.util.List;

/** Texts that do something where somebody takes them for more than a text. */
final class Hostile {
  private Hostile() {}

  /** None of them names anything; {@code canary} is a table, and a file that nobody makes. */
  static final List<String> STRINGS =
      List.of(
          "'; drop table canary; -- ",
          "\"; drop table canary; -- ",
          "x`; drop table canary; -- ",
          "' or '1'='1",
          "\\",
          "a;b",
          "../../canary",
          "..",
          "a//b",
          "s3://canary-none/x",
          "$(touch canary)",
          "`touch canary`",
          "; touch canary",
          "| tee canary",
          "${env:HOME}",
          "${jndi:ldap://127.0.0.1:9/x}",
          "{{ 7 * 7 }}",
          "%s%n%1$x",
          "a\ndaylake ingest: published",
          "a\r\nb",
          "a\0b",
          "\u001b[2J\u001b[31m",
          "\u202egnp.toml",
          "\u2028",
          "--late",
          "@/etc/hostname",
          "<script>alert(1)</script>",
          "x".repeat(100_000));

  /** A string of TOML, every character of it escaped that could be. */
  static String toml(String text) {
    StringBuilder toml = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isLetterOrDigit(point)) {
                toml.appendCodePoint(point);
              } else {
                toml.append("\\U%08X".formatted(point));
              }
            });
    return toml.append('"').toString();
  }

  /** A pipeline's file with one key's value otherwise. */
  static String tomlWith(String good, String key, String value) {
    String[] path = key.split("\\.", -1);
    String name = path[path.length - 1];
    String of = path.length == 1 ? "" : path[0];
    StringBuilder toml = new StringBuilder(of.isEmpty() ? name + " = " + value + "\n" : "");
    String group = "";
    for (String line : good.lines().toList()) {
      group = line.startsWith("[") ? line.replaceAll("[\\[\\]]", "") : group;
      if (!group.equals(of) || !line.startsWith(name + " =")) {
        toml.append(line).append('\n');
      }
      if (line.equals("[" + of + "]")) {
        toml.append(name).append(" = ").append(value).append('\n');
      }
    }
    return toml.toString();
  }
}
