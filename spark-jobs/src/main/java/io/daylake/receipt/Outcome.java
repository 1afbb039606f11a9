package io.daylake.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.daylake.failure.ExitCode;
import io.daylake.failure.Failure;
import io.daylake.json.Json;
import java.time.Instant;

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

  /** Of a command that did not begin, as it was not understood. */
  public static Outcome ofUsage(String command, String sentence, String whatToDo) {
    String now = Instant.now().toString();
    return new Outcome(
        command,
        null,
        null,
        null,
        null,
        now,
        now,
        ExitCode.SPECIFICATION.number(),
        sentence,
        whatToDo,
        null);
  }

  /** Where it lies in the lake. */
  public String key() {
    return prefix(pipeline, run) + command + ".json";
  }

  /** Where the outcomes of a run's commands lie. */
  public static String prefix(String pipeline, String run) {
    return "_outcomes/%s/%s/".formatted(part(pipeline), run);
  }

  public static Outcome read(String uri, String text) {
    try {
      return Json.read(text, Outcome.class);
    } catch (JsonProcessingException e) {
      throw Failure.refused(
              "Cannot use outcome " + uri + ": it is not one (" + e.getOriginalMessage() + ")",
              "see who wrote it")
          .because(e);
    }
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
