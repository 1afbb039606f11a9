package io.daylake.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.daylake.failure.Failure;
import io.daylake.json.Json;

/**
 * What the lease's object says.
 *
 * @param turn counts the holders: later ones have greater numbers
 * @param holder who has or had it
 * @param tries tells apart the writes of one holder
 * @param free whether it was given back
 */
record Held(long turn, String holder, int tries, boolean free) {
  static Held read(String uri, String text) {
    try {
      return Json.read(text, Held.class);
    } catch (JsonProcessingException e) {
      throw Failure.specification(
              "Cannot use lease " + uri + ": it is not one (" + e.getOriginalMessage() + ")",
              "put back what was there before, while nothing runs")
          .because(e);
    }
  }

  Held givenBack() {
    return new Held(turn, holder, tries, true);
  }

  String json() {
    return Json.of(this);
  }
}
