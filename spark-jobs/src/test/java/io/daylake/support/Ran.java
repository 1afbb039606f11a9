package io.daylake.support;

import java.util.List;

/** How a command ended, with all a person would ask for when a test on it fails. */
public record Ran(List<String> arguments, int exit, String out, String err, String outcome) {
  @Override
  public String toString() {
    return "daylake %s%nexit %d%n--- stdout%n%s--- stderr%n%s--- outcome%n%s"
        .formatted(String.join(" ", arguments), exit, out, err, outcome);
  }
}
