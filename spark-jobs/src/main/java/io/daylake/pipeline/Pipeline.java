package io.daylake.pipeline;

import java.util.List;

/** The facts of one table's way into the lake, as its {@code pipeline.toml} states them. */
public record Pipeline(
    String name, String secret, String database, Source source, Target raw, Target curated) {

  public record Source(String table, List<String> key) {
    public Source {
      key = List.copyOf(key);
    }
  }

  /** A table of the lake. */
  public record Target(String table, boolean mayBeEmpty) {}
}
