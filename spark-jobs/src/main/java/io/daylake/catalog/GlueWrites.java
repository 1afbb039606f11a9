package io.daylake.catalog;

import io.daylake.aws.AwsFailures;
import io.daylake.failure.Failure;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;

/** Writes to Glue, with the third way they can end: nobody knows. */
final class GlueWrites {
  private static final int READ_BACKS = 3;

  private GlueWrites() {}

  /**
   * A write whose answer is lost, or that was repeated behind our back, is read back; never undone,
   * never assumed.
   */
  static void write(String sentence, Runnable call, BooleanSupplier written) {
    try {
      call.run();
    } catch (AlreadyExistsException | ConcurrentModificationException e) {
      if (!written.getAsBoolean()) {
        throw Failure.tryAgain(
                sentence + ": another run changed it at the same time", "run the day again")
            .because(e);
      }
    } catch (SdkException e) {
      if (AwsFailures.mayHaveWorked(e)) {
        readBack(sentence, e, written);
      } else if (!seen(e, written)) {
        throw AwsFailures.of(sentence, e);
      }
    }
  }

  /** A call that was refused may be the SDK's second, after a first that worked. */
  private static boolean seen(SdkException thrown, BooleanSupplier written) {
    try {
      return written.getAsBoolean();
    } catch (Failure e) {
      thrown.addSuppressed(e);
      return false;
    }
  }

  private static void readBack(String sentence, SdkException thrown, BooleanSupplier written) {
    for (int i = 0; i < READ_BACKS; i++) {
      try {
        if (seen(thrown, written)) {
          return;
        }
        Thread.sleep(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw Failure.unknown(
            sentence
                + ": the call ended with '"
                + thrown.getMessage()
                + "', and reading back does not show its effect",
            "look at the table, then run the day again: it completes what is missing")
        .because(thrown);
  }
}
