package io.daylake;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.daylake.failure.ExitCode;
import io.daylake.failure.Failure;

/**
 * What came of one look at the environment.
 *
 * @param told what was found, or what is wrong, or what has to be well before one can know
 * @param whatToDo null but where something is wrong
 * @param exit what a run would end with for that reason; 0 where nothing is wrong
 */
record Finding(String check, State state, String told, String whatToDo, int exit) {
  enum State {
    @JsonProperty("ok")
    OK,
    @JsonProperty("wrong")
    WRONG,
    @JsonProperty("unknown")
    UNKNOWN
  }

  static Finding ok(String check, String told) {
    return new Finding(check, State.OK, told, null, ExitCode.DONE.number());
  }

  static Finding wrong(String check, Failure failure) {
    return new Finding(
        check, State.WRONG, failure.sentence(), failure.whatToDo(), failure.exit().number());
  }

  static Finding unknown(String check, String needs) {
    return new Finding(
        check, State.UNKNOWN, "first " + needs + " has to be well", null, ExitCode.DONE.number());
  }

  boolean passes() {
    return exit == ExitCode.TRY_AGAIN.number();
  }
}
