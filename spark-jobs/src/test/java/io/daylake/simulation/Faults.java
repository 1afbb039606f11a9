package io.daylake.simulation;

import io.daylake.simulation.Simulation.Actor;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What may happen to one actor's calls, as the seed decides; each call takes its time. */
public final class Faults implements Clients.Between {
  private enum Fate {
    RIGHT,
    SLOW,
    CRASH_BEFORE,
    CRASH_AFTER,
    FAILS_BEFORE,
    FAILS_AFTER,
    THROTTLED,
    TWICE,
    LATE,
    LATE_AND_CRASH
  }

  /** How long a caller waits; docs/decisions/lease.md says so of every call under a lease. */
  private static final Duration GIVES_UP = Duration.ofSeconds(10);

  /** Until then a call that changes a pointer lands: the window that remains is beyond. */
  private static final long POINTER_LANDS_MILLIS = 18_000;

  /** A conditional write may come as late as it likes. */
  private static final long OBJECT_LANDS_MILLIS = 200_000;

  private static final List<Fate> OF_READS =
      List.of(Fate.SLOW, Fate.CRASH_BEFORE, Fate.FAILS_BEFORE, Fate.THROTTLED);
  private static final List<Fate> OF_WRITES =
      List.copyOf(EnumSet.complementOf(EnumSet.of(Fate.RIGHT)));

  private final Simulation simulation;
  private final Actor actor;
  private final double rate;

  /** {@code rate}: the share of calls that are not answered rightly. */
  public Faults(Simulation simulation, Actor actor, double rate) {
    this.simulation = simulation;
    this.actor = actor;
    this.rate = rate;
  }

  @Override
  public Object call(String operation, SdkRequest request, Clients.Sent sent) {
    actor.proveAlive();
    Fate fate = fate(operation);
    simulation.tell(
        actor, () -> Told.of(operation, request) + (fate == Fate.RIGHT ? "" : " " + fate));
    actor.pause(simulation.between(1, fate == Fate.SLOW ? 9_000 : 150));
    return switch (fate) {
      case RIGHT, SLOW -> answered(request, sent);
      case CRASH_BEFORE -> crash();
      case CRASH_AFTER -> {
        answered(request, sent);
        yield crash();
      }
      case FAILS_BEFORE -> throw failure(request, 500, "InternalError");
      case FAILS_AFTER -> {
        landed(request, sent);
        throw failure(request, 500, "InternalError");
      }
      case THROTTLED ->
          throw request instanceof GlueRequest
              ? failure(request, 400, "ThrottlingException")
              : failure(request, 503, "SlowDown");
      case TWICE -> {
        landed(request, sent);
        actor.pause(simulation.between(1, 1_000));
        yield answered(request, sent);
      }
      case LATE -> late(request, sent);
      case LATE_AND_CRASH -> {
        landsLater(request, sent);
        yield crash();
      }
    };
  }

  private Fate fate(String operation) {
    if (simulation.random.nextDouble() >= rate) {
      return Fate.RIGHT;
    }
    List<Fate> fates = operation.matches("(get|list).*") ? OF_READS : OF_WRITES;
    return fates.get(simulation.random.nextInt(fates.size()));
  }

  private Object answered(SdkRequest request, Clients.Sent sent) {
    Object answer = sent.lands(request);
    actor.pause(simulation.between(1, 100));
    return answer;
  }

  private void landed(SdkRequest request, Clients.Sent sent) {
    try {
      sent.lands(request);
    } catch (AwsServiceException e) {
      simulation.tell(actor, () -> "  was refused: " + e.awsErrorDetails().errorCode());
    }
  }

  private Object crash() {
    actor.crash();
    throw new IllegalStateException("goes on after its crash");
  }

  private Object late(SdkRequest request, Clients.Sent sent) {
    landsLater(request, sent);
    actor.pause(GIVES_UP);
    throw ApiCallTimeoutException.create(GIVES_UP.toMillis());
  }

  private void landsLater(SdkRequest request, Clients.Sent sent) {
    long longest = request instanceof GlueRequest ? POINTER_LANDS_MILLIS : OBJECT_LANDS_MILLIS;
    simulation.later(
        simulation.between(1, longest),
        () -> {
          simulation.tell(actor, () -> "lands late: " + Told.of("", request));
          landed(request, sent);
        });
  }

  private static AwsServiceException failure(SdkRequest request, int status, String code) {
    AwsServiceException.Builder failure =
        request instanceof GlueRequest ? GlueException.builder() : S3Exception.builder();
    return failure
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode(code).errorMessage("simulated").build())
        .build();
  }
}
