package io.daylake.failure;

/** What a command's exit code says; the DAG decides on retries by it. */
public enum ExitCode {
  DONE(0),
  BUG(1),
  SPECIFICATION(2),
  REFUSED(3),
  TRY_AGAIN(4),
  UNKNOWN(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
