package io.daylake.support;

import java.util.function.Predicate;

/** Something happens right after AWS has answered the n-th of some calls, before it is heard. */
public final class Meanwhile implements FaultyAws.Fault {
  private final Runnable change;
  private final int which;
  private final Predicate<String> some;
  private int met;

  public Meanwhile(Runnable change, int which, Predicate<String> some) {
    this.change = change;
    this.which = which;
    this.some = some;
  }

  /** Whether it happened: one that did not proves nothing. */
  public synchronized boolean happened() {
    return met >= which;
  }

  @Override
  public FaultyAws.Answer on(String operation) {
    return FaultyAws.Answer.RIGHT;
  }

  @Override
  public synchronized void answered(String operation) {
    if (some.test(operation) && ++met == which) {
      change.run();
    }
  }
}
