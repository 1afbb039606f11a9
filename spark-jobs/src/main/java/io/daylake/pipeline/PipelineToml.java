package io.daylake.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code pipeline.toml}; every problem is named by its dotted key. */
final class PipelineToml {
  /**
   * Names in the lake: Glue, S3 paths and SQL all take these as they are, also with an ending of
   * ours.
   */
  static final Pattern LAKE_NAME = Pattern.compile("[A-Za-z0-9_]{1,200}");

  /** What the greatest day of a table is published by, beside the table. */
  private static final String LATEST = "_latest";

  private enum Kind {
    TEXT("a text"),
    LAKE_NAME("a name of at most 200 letters, digits and _"),
    OPTIONAL_TEXTS("a list of at least one text, none of them twice"),
    OPTIONAL_COUNT("a whole number of at least 1"),
    OPTIONAL_WITHOUT_LOCK("\"one-reader\" or \"refuse\""),
    OPTIONAL_SCHEMA("\"evolve\" or \"freeze\""),
    OPTIONAL_FLAG("true or false");

    final String says;

    Kind(String says) {
      this.says = says;
    }
  }

  /** A quarter of the 36 minutes that a day's run has. */
  private static final int MAX_SERVER_SECONDS = 540;

  private static final Map<String, Kind> KEYS = keys();

  private PipelineToml() {}

  private static Map<String, Kind> keys() {
    Map<String, Kind> keys = new LinkedHashMap<>();
    keys.put("secret", Kind.TEXT);
    keys.put("database", Kind.LAKE_NAME);
    keys.put("schema", Kind.OPTIONAL_SCHEMA);
    keys.put("source.table", Kind.TEXT);
    keys.put("source.key", Kind.OPTIONAL_TEXTS);
    keys.put("source.readers", Kind.OPTIONAL_COUNT);
    keys.put("source.checksums", Kind.OPTIONAL_FLAG);
    keys.put("source.max-server-seconds", Kind.OPTIONAL_COUNT);
    keys.put("source.without-lock", Kind.OPTIONAL_WITHOUT_LOCK);
    keys.put("raw.table", Kind.LAKE_NAME);
    keys.put("raw.may-be-empty", Kind.OPTIONAL_FLAG);
    keys.put("curated.table", Kind.LAKE_NAME);
    keys.put("curated.may-be-empty", Kind.OPTIONAL_FLAG);
    return keys;
  }

  /** The pipeline, or null after adding at least one problem. */
  static Pipeline read(String name, String text, Problems problems) {
    int before = problems.found().size();
    JsonNode tree = tree(text, problems);
    if (tree == null) {
      return null;
    }
    nameUnknown("", tree, problems);
    KEYS.forEach((key, kind) -> nameMissingOrWrong(key, kind, at(tree, key), problems));
    if (problems.found().size() > before) {
      return null;
    }
    Pipeline pipeline =
        new Pipeline(
            name,
            at(tree, "secret").asText(),
            at(tree, "database").asText(),
            Pipeline.Schema.valueOf(at(tree, "schema").asText("evolve").toUpperCase(Locale.ROOT)),
            source(tree),
            target(tree, "raw"),
            target(tree, "curated"));
    String raw = pipeline.raw().table();
    String curated = pipeline.curated().table();
    if (raw.equalsIgnoreCase(curated)) {
      problems.add("raw.table and curated.table are the same");
    }
    nameTaken("curated.table", curated, "raw.table", raw, problems);
    nameTaken("raw.table", raw, "curated.table", curated, problems);
    return pipeline;
  }

  private static void nameTaken(
      String key, String table, String otherKey, String other, Problems problems) {
    if (table.equalsIgnoreCase(other + LATEST)) {
      problems.add(key + " is the name that " + otherKey + "'s latest day is published by");
    }
  }

  private static JsonNode tree(String text, Problems problems) {
    if (text == null) {
      problems.add("pipeline.toml is missing");
      return null;
    }
    try {
      return new TomlMapper().readTree(text);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      problems.add("pipeline.toml is not TOML" + where + " (" + e.getOriginalMessage() + ")");
      return null;
    }
  }

  private static void nameUnknown(String prefix, JsonNode node, Problems problems) {
    node.properties()
        .forEach(
            field -> {
              String key = prefix + field.getKey();
              boolean group = KEYS.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
              if (group && field.getValue().isObject()) {
                nameUnknown(key + ".", field.getValue(), problems);
              } else if (group) {
                problems.add(key + " must be a table, [" + key + "]");
              } else if (!KEYS.containsKey(key)) {
                problems.add(key + " is unknown");
              }
            });
  }

  private static void nameMissingOrWrong(String key, Kind kind, JsonNode value, Problems problems) {
    boolean absent = value.isMissingNode();
    if (absent && !kind.name().startsWith("OPTIONAL")) {
      problems.add(key + " is missing");
    } else if (!absent && !fits(kind, value)) {
      problems.add(key + " must be " + kind.says);
    }
  }

  private static boolean fits(Kind kind, JsonNode value) {
    return switch (kind) {
      case TEXT -> value.isTextual() && !value.asText().isBlank();
      case LAKE_NAME -> value.isTextual() && LAKE_NAME.matcher(value.asText()).matches();
      case OPTIONAL_TEXTS -> value.isArray() && !value.isEmpty() && distinctTexts(value);
      case OPTIONAL_COUNT -> value.isInt() && value.asInt() > 0;
      case OPTIONAL_WITHOUT_LOCK -> List.of("one-reader", "refuse").contains(value.asText());
      case OPTIONAL_SCHEMA -> List.of("evolve", "freeze").contains(value.asText());
      case OPTIONAL_FLAG -> value.isBoolean();
    };
  }

  private static boolean distinctTexts(JsonNode array) {
    List<String> texts = texts(array);
    return texts.stream().noneMatch(String::isBlank)
        && texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).distinct().count()
            == array.size();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.isTextual() ? item.asText() : ""));
    return texts;
  }

  private static Pipeline.Source source(JsonNode tree) {
    return new Pipeline.Source(
        at(tree, "source.table").asText(),
        texts(at(tree, "source.key")),
        at(tree, "source.readers").asInt(0),
        at(tree, "source.checksums").asBoolean(true),
        at(tree, "source.max-server-seconds").asInt(MAX_SERVER_SECONDS),
        at(tree, "source.without-lock").asText("one-reader").equals("refuse"));
  }

  private static Pipeline.Target target(JsonNode tree, String group) {
    return new Pipeline.Target(
        at(tree, group + ".table").asText(), at(tree, group + ".may-be-empty").asBoolean(false));
  }

  private static JsonNode at(JsonNode tree, String key) {
    return tree.at("/" + key.replace('.', '/'));
  }
}
