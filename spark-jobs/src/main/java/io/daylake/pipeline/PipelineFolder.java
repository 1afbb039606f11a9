package io.daylake.pipeline;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The texts of one pipeline's folder, wherever it was read from. */
public final class PipelineFolder {
  private final String name;
  private final SortedMap<String, String> texts;

  /** {@code texts}: the folder's files by their path inside it. */
  public PipelineFolder(String name, Map<String, String> texts) {
    this.name = name;
    this.texts = new TreeMap<>(texts);
  }

  /** The last part of a folder's path: the pipeline's name. */
  public static String nameOf(String path) {
    String name = path.replaceAll("(/+\\.?)+$", "");
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** What the folder says, or a failure that names everything wrong with it. */
  public Pipeline pipeline() {
    Problems problems = new Problems();
    if (!PipelineToml.LAKE_NAME.matcher(name).matches()) {
      problems.add("the folder's name may have only letters, digits and _");
    }
    Pipeline pipeline = PipelineToml.read(name, texts.get("pipeline.toml"), problems);
    for (String path : texts.keySet()) {
      boolean check = path.startsWith("checks/") && path.endsWith(".sql");
      if (check && !path.startsWith("checks/raw_") && !path.startsWith("checks/curated_")) {
        problems.add(path + " is neither checks/raw_….sql nor checks/curated_….sql");
      }
    }
    if (!texts.containsKey("curated.sql")) {
      problems.add("curated.sql is missing");
    }
    problems.stopIfAny(
        "Cannot use pipeline '" + name + "'", "correct the folder and run the command again");
    return pipeline;
  }

  public SqlFile curated() {
    return new SqlFile("curated.sql", texts.get("curated.sql"));
  }

  /** The statements that create and load the source, or null where the folder has none. */
  public SqlFile source() {
    String text = texts.get("source.sql");
    return text == null ? null : new SqlFile("source.sql", text);
  }

  public List<SqlFile> rawChecks() {
    return checks("checks/raw_");
  }

  public List<SqlFile> curatedChecks() {
    return checks("checks/curated_");
  }

  private List<SqlFile> checks(String start) {
    return texts.entrySet().stream()
        .filter(text -> text.getKey().startsWith(start) && text.getKey().endsWith(".sql"))
        .map(text -> new SqlFile(text.getKey(), text.getValue()))
        .toList();
  }
}
