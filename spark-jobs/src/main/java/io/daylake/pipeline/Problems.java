package io.daylake.pipeline;

import io.daylake.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/** Everything wrong with a specification, told at once. */
public final class Problems {
  private final List<String> found = new ArrayList<>();

  public void add(String problem) {
    found.add(problem);
  }

  public List<String> found() {
    return List.copyOf(found);
  }

  public void stopIfAny(String sentence, String whatToDo) {
    if (!found.isEmpty()) {
      throw Failure.specification(sentence + ": " + String.join("; ", found), whatToDo);
    }
  }
}
