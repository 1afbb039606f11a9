package io.daylake.badinput;

import io.daylake.support.Ran;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something wrong, and what is said of it.
 *
 * @param breaks what a good day's world is changed by
 * @param sentence pieces of it, in order; {@code {name}} is the world's own name
 */
record Case(
    String name,
    Consumer<Yesterday> breaks,
    Function<Yesterday, Ran> run,
    int exit,
    List<String> sentence) {

  static Case ingest(String name, Consumer<Yesterday> breaks, int exit, String... sentence) {
    return new Case(name, breaks, Yesterday::ingest, exit, List.of(sentence));
  }

  static Case curate(String name, Consumer<Yesterday> breaks, int exit, String... sentence) {
    return new Case(name, breaks, Yesterday::curate, exit, List.of(sentence));
  }

  /** The pipeline's file with a part replaced. */
  static Case toml(String name, String part, String by, String... sentence) {
    return ingest(
        name,
        day -> {
          String whole = day.toml();
          if (!whole.contains(part)) {
            throw new AssertionError("no '" + part + "' in " + whole);
          }
          day.world.write("pipeline.toml", whole.replace(part, by));
        },
        2,
        sentence);
  }

  /** The source as these statements leave it. */
  static Case source(String name, List<String> sql, int exit, String... sentence) {
    return ingest(name, day -> day.world.sql(sql.toArray(String[]::new)), exit, sentence);
  }

  @Override
  public String toString() {
    return name;
  }
}
