package io.daylake.gate;

import io.daylake.table.Staged;
import java.util.List;

/**
 * Staged files that may be published. Only the gate can make one: its constructor stays in this
 * package.
 */
public final class Passed implements Verdict {
  private final Staged staged;
  private final List<Check> checks;

  Passed(Staged staged, List<Check> checks) {
    this.staged = staged;
    this.checks = List.copyOf(checks);
  }

  @Override
  public Staged staged() {
    return staged;
  }

  @Override
  public List<Check> checks() {
    return checks;
  }
}
