package io.daylake.gate;

import io.daylake.table.Staged;
import java.util.List;

/** What the gate says of staged files. */
public sealed interface Verdict permits Passed, Failed {
  Staged staged();

  List<Check> checks();
}
