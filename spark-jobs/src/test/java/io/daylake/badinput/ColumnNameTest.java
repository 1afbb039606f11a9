package io.daylake.badinput;

import java.util.List;
import java.util.stream.Stream;

/** Names that a column of MySQL may have and one of the lake may not: each is told as it is. */
class ColumnNameTest extends CasesTest {
  /** A name, and how a line shows it. */
  private record Name(String name, String shown) {
    Name(String name) {
      this(name, name);
    }
  }

  private static final List<Name> WITH_OTHER_CHARACTERS =
      List.of(
          new Name("two words"),
          new Name("a.b"),
          new Name("it's"),
          new Name("a`b"),
          new Name("say \"hi\""),
          new Name("a;b"),
          new Name("a--b"),
          new Name("../a"),
          new Name("${a}"),
          new Name("$(a)"),
          new Name("%s%n"),
          new Name("a\\b"),
          new Name("straße"),
          new Name("STRASSEẞ"),
          new Name("ıd"),
          new Name("\u212a"),
          new Name("日"),
          new Name("a\nb", "a\\nb"),
          new Name("a\rb", "a\\rb"),
          new Name("a\tb", "a\\tb"),
          new Name("a\u001b[31mb", "a\\u001b[31mb"),
          new Name("a\u202eb", "a\\u202eb"),
          new Name("a\u2028b", "a\\u2028b"),
          new Name("é".repeat(64)));

  private static final List<String> PARTITION_KEYS = List.of("y", "M", "d");

  @Override
  List<Case> cases() {
    Stream<Case> others =
        WITH_OTHER_CHARACTERS.stream()
            .map(
                name ->
                    named(
                        name,
                        "' has other characters in its name than letters, digits and _; "
                            + "read a view that names it otherwise"));
    Stream<Case> keys =
        PARTITION_KEYS.stream()
            .map(Name::new)
            .map(name -> named(name, "' is named like a partition key of the lake (y, m, d); "));
    return Stream.concat(others, keys).toList();
  }

  private static Case named(Name name, String problem) {
    return Case.source(
        name.shown(),
        List.of("alter table things add `" + name.name().replace("`", "``") + "` int"),
        2,
        "Cannot read source table 'things': column '" + name.shown() + problem);
  }
}
