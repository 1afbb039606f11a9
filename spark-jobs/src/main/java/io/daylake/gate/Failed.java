package io.daylake.gate;

import io.daylake.failure.Failure;
import io.daylake.table.Staged;
import java.util.List;
import java.util.stream.Collectors;

/** Staged files that must not be published, and why. */
public record Failed(Staged staged, List<Check> checks) implements Verdict {
  public Failed {
    checks = List.copyOf(checks);
  }

  public Failure failure() {
    String why =
        checks.stream()
            .filter(check -> !check.passed())
            .map(
                check -> "check " + check.name() + " found " + String.join(", ", check.offending()))
            .collect(Collectors.joining("; "));
    return Failure.refused(
        "Cannot publish "
            + staged.partition().table()
            + " of "
            + staged.partition().day()
            + ": "
            + why,
        "correct the source or the check and run the day again; what was published before is unchanged");
  }
}
