package io.daylake.receipt;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.daylake.failure.Failure;
import io.daylake.json.Json;
import java.util.List;

/**
 * The receipt of pointers that were moved without new files: by rollback, or by retention.
 *
 * @param turn the lease's under which they were moved; the greater, the later
 */
public record Switches(
    String command,
    String run,
    String attempt,
    String database,
    String table,
    long turn,
    State state,
    List<Moved> moved) {

  public enum State {
    /** How many of them were moved, the pointers say. */
    @JsonProperty("begun")
    BEGUN,
    @JsonProperty("done")
    DONE
  }

  /** A day's pointer; {@code from} and {@code to} are null where readers are sent nowhere. */
  public record Moved(String day, String from, String to) {}

  public static String prefix(String database, String table) {
    return "%s/%s/_switches/".formatted(database, table);
  }

  /** Where it lies in the lake; later ones come later in a listing. */
  public String key() {
    return "%s%010d-%s-%s.json".formatted(prefix(database, table), turn, run, attempt);
  }

  public Switches done() {
    return new Switches(command, run, attempt, database, table, turn, State.DONE, moved);
  }

  public static Switches read(String uri, String text) {
    try {
      return Json.read(text, Switches.class);
    } catch (JsonProcessingException e) {
      throw Failure.refused(
              "Cannot use "
                  + uri
                  + ": it is no receipt of switches ("
                  + e.getOriginalMessage()
                  + ")",
              "see who wrote it")
          .because(e);
    }
  }

  public String json() {
    return Json.of(this);
  }
}
