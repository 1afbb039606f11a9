package io.daylake.faults;

import static io.daylake.faults.Fault.KILLED;
import static io.daylake.faults.Fault.Kind.CALL;
import static io.daylake.faults.Fault.Kind.CLOCK;
import static io.daylake.faults.Fault.Kind.DISK;
import static io.daylake.faults.Fault.Kind.FILES;
import static io.daylake.faults.Fault.Kind.PROCESS;
import static io.daylake.faults.Fault.Kind.READING_CALL;
import static io.daylake.faults.Fault.Kind.STATEMENT;
import static io.daylake.faults.Fault.Kind.WRITING_CALL;
import static io.daylake.faults.Fault.PASSING;
import static io.daylake.faults.Fault.REFUSED;
import static io.daylake.faults.Fault.SURVIVED;
import static io.daylake.faults.Fault.TRY_AGAIN;

import java.util.List;

/** The list of faults. Each is tried at each stage whose edge it fits. */
final class Faults {
  private static final Fault ERROR = Fault.of(CALL, "500", "error-before", SURVIVED);
  private static final Fault DONE =
      Fault.of(WRITING_CALL, "500 once done", "error-after", SURVIVED);
  private static final Fault CUT = Fault.of(CALL, "cut", "cut", SURVIVED);
  private static final Fault CUT_DONE =
      Fault.of(WRITING_CALL, "cut once done", "cut-after", SURVIVED);

  /** The SDK does not try again where XML ends too early. */
  private static final Fault TRUNCATED = Fault.of(READING_CALL, "truncated", "truncate", PASSING);

  static final List<Fault> ALL =
      List.of(
          ERROR,
          ERROR.always(TRY_AGAIN),
          error("SlowDown", 503).always(TRY_AGAIN),
          error("ThrottlingException", 400),
          error("ThrottlingException", 400).always(TRY_AGAIN),
          error("ExpiredToken", 400).always(TRY_AGAIN),
          error("ExpiredToken", 403).named("ExpiredToken as 403").always(TRY_AGAIN),
          error("AccessDenied", 403).always(Fault.DENIED),
          DONE,
          DONE.always(PASSING),
          Fault.of(WRITING_CALL, "500 once done, then throttled", "error-after", PASSING)
              .with("then", "ThrottlingException"),
          Fault.of(WRITING_CALL, "done twice", "duplicate", SURVIVED),
          Fault.of(CALL, "2 s late", "delay", SURVIVED).with("seconds", 2),
          CUT,
          CUT.always(TRY_AGAIN),
          CUT_DONE,
          CUT_DONE.always(PASSING),
          TRUNCATED,
          TRUNCATED.always(TRY_AGAIN),
          Fault.of(FILES, "a file is lost", "lose-file", REFUSED),
          Fault.of(FILES, "a file of somebody else", "add-file", REFUSED),
          Fault.of(FILES, "a file of other rows", "change-file", REFUSED),
          Fault.of(STATEMENT, "cut", "cut", TRY_AGAIN),
          Fault.of(STATEMENT, "cut once done", "cut-after", PASSING),
          Fault.of(STATEMENT, "refused from then on", "refuse", TRY_AGAIN),
          Fault.of(STATEMENT, "slow from then on", "slow", SURVIVED),
          Fault.of(STATEMENT, "stalled", "stall", TRY_AGAIN),
          Fault.of(STATEMENT, "server killed", "kill-server", TRY_AGAIN),
          Fault.of(STATEMENT, Crowd.NAME, Crowd.NAME, TRY_AGAIN),
          Fault.of(DISK, "disk full", "fill", TRY_AGAIN),
          Fault.of(CLOCK, "midnight passes", "midnight", SURVIVED),
          Fault.of(PROCESS, "driver killed", "kill", KILLED),
          Fault.of(PROCESS, "driver killed once done", "kill-after", KILLED),
          Fault.of(PROCESS, "driver told to end", "kill", KILLED).with("signal", "SIGTERM"));

  private Faults() {}

  private static Fault error(String code, int status) {
    return Fault.of(CALL, code, "error-before", SURVIVED).with("code", code).with("status", status);
  }
}
