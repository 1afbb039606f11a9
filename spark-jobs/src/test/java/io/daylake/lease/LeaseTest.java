package io.daylake.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daylake.aws.ObjectStore;
import io.daylake.aws.S3Uri;
import io.daylake.failure.ExitCode;
import io.daylake.failure.Failure;
import io.daylake.simulation.SimulatedS3;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has the right to move pointers; on a simulated S3, because its clock can be turned. */
class LeaseTest {
  private static final S3Uri URI = new S3Uri("lake", "crime_data/things/_leases/publish.json");

  private Instant now = Instant.parse("2016-01-04T02:00:00Z");

  /** One clock for all; a holder of its own pace is tested in the schedules. */
  private final Time time =
      new Time() {
        @Override
        public long nanos() {
          return Duration.between(Instant.EPOCH, now).toNanos();
        }

        @Override
        public void sleep(Duration duration) {
          now = now.plus(duration);
        }
      };

  private ObjectStore store;

  @BeforeEach
  void makesABucket() {
    SimulatedS3 s3 = new SimulatedS3(() -> now);
    s3.createBucket(create -> create.bucket(URI.bucket()));
    store = new ObjectStore(s3);
  }

  @Test
  void whoHasItProvesItUntilACallCouldOutlastIt() {
    Lease lease = take("one");

    lease.provesItsOwn();
    time.sleep(Lease.LASTS.minus(Lease.CALL).minusSeconds(1));
    lease.provesItsOwn();
    time.sleep(Duration.ofSeconds(1));
    assertEnded(lease);
  }

  @Test
  void givenBackTheNextHasItAtOnceAndItsTurnIsGreater() {
    Lease one = take("one");
    one.close();
    assertThat(Lease.isHeld(store, URI)).isFalse();
    Instant before = now;

    assertThat(take("two").turn()).isEqualTo(one.turn() + 1);
    assertThat(now).isEqualTo(before);
    assertEnded(one);
  }

  @Test
  void whoWaitsInVainIsToldWhoHasItAndSinceWhen() {
    store.putInPlaceOf(null, URI, new Held(7, "ingest of run first-1a2b", 1, false).json());
    Instant taken = now;
    // somebody who takes it again and again, always before it lapses
    Time busy =
        new Time() {
          @Override
          public long nanos() {
            return time.nanos();
          }

          @Override
          public void sleep(Duration duration) {
            time.sleep(duration);
            if (Duration.between(taken, now).toSeconds() > 50
                && now.isBefore(taken.plusSeconds(60))) {
              store.put(URI, new Held(8, "curate of run second-3c4d", 1, false).json());
            }
          }
        };

    assertFailed(
        () -> Lease.take(store, URI, "third", busy),
        "Cannot change what readers see: the lease "
            + URI
            + " was not to be had,"
            + " curate of run second-3c4d took it at 2016-01-04T02:00:",
        "run it again later; nothing published has changed");
    assertThat(store.text(URI)).contains("curate of run second-3c4d");
  }

  @Test
  void oneThatLapsedIsTakenOverAndItsHolderFindsOut() {
    Lease zombie = take("zombie");
    Instant taken = now;

    Lease next = take("next");

    assertThat(Duration.between(taken, now))
        .isGreaterThan(Lease.LASTS.plus(Lease.MARGIN))
        .isLessThan(Lease.WAITS);
    next.provesItsOwn();
    assertEnded(zombie);
    zombie.close();
    assertThat(Lease.isHeld(store, URI)).as("not given back by who lost it").isTrue();
    next.provesItsOwn();
  }

  @Test
  void whileACallMayBeUnderWayItIsNotGivenBack() {
    Lease lease = take("one");
    lease.lapses();
    lease.close();

    assertThat(Lease.isHeld(store, URI)).isTrue();
    time.sleep(Lease.LASTS.plus(Lease.MARGIN).plusSeconds(1));
    assertThat(Lease.isHeld(store, URI)).isFalse();
  }

  @Test
  void whatIsNoLeaseIsLeftAlone() {
    store.put(URI, "mine");

    assertThatThrownBy(() -> take("one"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exit()).isEqualTo(ExitCode.SPECIFICATION);
              assertThat(failure.sentence())
                  .contains("Cannot use lease " + URI + ": it is not one");
              assertThat(failure.whatToDo())
                  .isEqualTo("put back what was there before, while nothing runs");
            });
    assertThat(store.text(URI)).isEqualTo("mine");
  }

  private Lease take(String holder) {
    return Lease.take(store, URI, holder, time);
  }

  private static void assertEnded(Lease lease) {
    assertFailed(
        lease::provesItsOwn,
        "Cannot change what readers see: the lease " + URI + " ended before the change",
        "run it again");
  }

  private static void assertFailed(ThrowingCallable call, String sentence, String whatToDo) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exit()).isEqualTo(ExitCode.TRY_AGAIN);
              assertThat(failure.sentence()).startsWith(sentence);
              assertThat(failure.whatToDo()).isEqualTo(whatToDo);
            });
  }
}
