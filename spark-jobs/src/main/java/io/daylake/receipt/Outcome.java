package io.daylake.receipt;

import io.daylake.json.Json;

/**
 * How a command ended, for the DAG to decide on: EMR itself tells only completed or failed.
 *
 * @param startedAt an instant as ISO-8601 in UTC, as is {@code endedAt}
 * @param receipt its address, or null if the command got no further
 */
public record Outcome(
    String command,
    String pipeline,
    String day,
    String run,
    String attempt,
    String startedAt,
    String endedAt,
    int exit,
    String sentence,
    String whatToDo,
    String receipt) {

  private static final int LONGEST_PART = 128;

  /** Where it lies in the lake. */
  public String key() {
    return "_outcomes/%s/%s/%s.json".formatted(part(pipeline), run, command);
  }

  /** A part of a key, and no more than that, whatever it is of. */
  private static String part(String name) {
    String part = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.*$", "_");
    return part.substring(0, Math.min(part.length(), LONGEST_PART));
  }

  public String json() {
    return Json.of(this);
  }
}
