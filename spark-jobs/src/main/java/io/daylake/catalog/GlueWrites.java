package io.daylake.catalog;

import io.daylake.aws.AwsFailures;
import io.daylake.failure.Failure;
import io.daylake.lease.Lease;
import io.daylake.lease.Time;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/** Writes to Glue under a lease, with the third way they can end: nobody knows. */
final class GlueWrites {
  private static final int TRIES = 3;

  private final Lease lease;
  private final Time time;
  private SdkException lost;

  GlueWrites(Lease lease, Time time) {
    this.lease = lease;
    this.time = time;
  }

  /**
   * A write whose answer is lost, or that was repeated behind our back, is read back; never undone,
   * never assumed. False where something else was there than what the write was for.
   */
  boolean write(String sentence, Runnable call, BooleanSupplier written) {
    for (int tries = 1; ; tries++) {
      provesTheLease(sentence);
      try {
        call.run();
        return true;
      } catch (AlreadyExistsException
          | ConcurrentModificationException
          | EntityNotFoundException e) {
        return readBack(sentence, written, e);
      } catch (SdkException e) {
        if (AwsFailures.mayHaveWorked(e)) {
          lost = e;
          lease.lapses();
        }
        if (!throttled(e) && shows(written, e)) {
          return true;
        }
        if (tries == TRIES || !(throttled(e) || AwsFailures.mayHaveWorked(e))) {
          throw lost == null ? AwsFailures.of(sentence, e) : unknown(sentence);
        }
      }
      time.sleep(Duration.ofSeconds(tries));
    }
  }

  /** The same where it is a failure that something else was there. */
  void mustWrite(String sentence, Runnable call, BooleanSupplier written) {
    if (!write(sentence, call, written)) {
      throw conflict(sentence);
    }
  }

  static Failure conflict(String sentence) {
    return Failure.tryAgain(
        sentence + ": another run changed it at the same time", "run the day again");
  }

  private void provesTheLease(String sentence) {
    try {
      lease.provesItsOwn();
    } catch (Failure e) {
      throw lost == null ? e : unknown(sentence);
    }
  }

  /** Also where the call was refused: it may be the second one, after a first that worked. */
  private static boolean shows(BooleanSupplier written, SdkException thrown) {
    try {
      return written.getAsBoolean();
    } catch (Failure e) {
      thrown.addSuppressed(e);
      return false;
    }
  }

  private boolean readBack(String sentence, BooleanSupplier written, SdkException refused) {
    try {
      return written.getAsBoolean();
    } catch (Failure e) {
      refused.addSuppressed(e);
      lost = refused;
      throw unknown(sentence);
    }
  }

  private static boolean throttled(SdkException thrown) {
    return thrown instanceof AwsServiceException answer && answer.isThrottlingException();
  }

  private Failure unknown(String sentence) {
    return Failure.unknown(
            sentence
                + ": the call ended with '"
                + lost.getMessage()
                + "', and reading back does not show its effect",
            "look at the table, then run the day again: it completes what is missing")
        .because(lost);
  }
}
