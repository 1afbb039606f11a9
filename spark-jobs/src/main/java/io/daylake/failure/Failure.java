package io.daylake.failure;

/**
 * A command that cannot go on, for a reason we can name: one sentence, what to do about it, and the
 * exit code. Travels from executors to the driver, so it holds nothing but text.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;
  private final String sentence;
  private final String whatToDo;

  private Failure(ExitCode exit, String sentence, String whatToDo, Throwable cause) {
    super(OneLine.of(sentence) + "; " + OneLine.of(whatToDo), cause);
    this.exit = exit;
    this.sentence = OneLine.of(sentence);
    this.whatToDo = OneLine.of(whatToDo);
  }

  /** The call or the specification is wrong: trying again changes nothing. */
  public static Failure specification(String sentence, String whatToDo) {
    return new Failure(ExitCode.SPECIFICATION, sentence, whatToDo, null);
  }

  /** The data do not pass: nothing published has changed. */
  public static Failure refused(String sentence, String whatToDo) {
    return new Failure(ExitCode.REFUSED, sentence, whatToDo, null);
  }

  /** Something we depend on is not there just now. */
  public static Failure tryAgain(String sentence, String whatToDo) {
    return new Failure(ExitCode.TRY_AGAIN, sentence, whatToDo, null);
  }

  /** A write that may or may not have worked, and reading back did not tell. */
  public static Failure unknown(String sentence, String whatToDo) {
    return new Failure(ExitCode.UNKNOWN, sentence, whatToDo, null);
  }

  /** The first failure of ours among the causes, or null: Spark wraps what its tasks throw. */
  public static Failure within(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure failure) {
        return failure;
      }
    }
    return null;
  }

  public Failure because(Throwable cause) {
    return new Failure(exit, sentence, whatToDo, cause);
  }

  /** The same failure, met after something was already done: {@code state} says what remains so. */
  public Failure after(String state) {
    return new Failure(exit, sentence + " (" + state + ")", whatToDo, this);
  }

  public ExitCode exit() {
    return exit;
  }

  public String sentence() {
    return sentence;
  }

  public String whatToDo() {
    return whatToDo;
  }
}
