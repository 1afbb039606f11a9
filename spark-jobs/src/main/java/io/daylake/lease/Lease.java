package io.daylake.lease;

import io.daylake.aws.ObjectStore;
import io.daylake.aws.S3Uri;
import io.daylake.aws.Stored;
import io.daylake.failure.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to change what readers see of one table, for a short while: an object on S3 that a
 * conditional write makes one's own. The holder counts from before it sent the write, others by
 * S3's clock from when it arrived, so no two clocks need to agree. See docs/decisions/lease.md.
 */
public final class Lease implements AutoCloseable {
  /** How long a lease lasts. */
  static final Duration LASTS = Duration.ofSeconds(60);

  /** How much longer others leave it alone: S3 tells times in whole seconds. */
  static final Duration MARGIN = Duration.ofSeconds(10);

  /** No call that changes what readers see may take longer. */
  public static final Duration CALL = Duration.ofSeconds(10);

  /** Longer than a lease whose holder died. */
  static final Duration WAITS = Duration.ofSeconds(90);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ObjectStore store;
  private final S3Uri uri;
  private final Time time;
  private final Held held;
  private final String etag;
  private final long sent;
  private boolean lapses;

  private Lease(ObjectStore store, S3Uri uri, Time time, Held held, String etag, long sent) {
    this.store = store;
    this.uri = uri;
    this.time = time;
    this.held = held;
    this.etag = etag;
    this.sent = sent;
  }

  /** Waits a while where another has it. {@code holder}: of this one process only. */
  public static Lease take(ObjectStore store, S3Uri uri, String holder, Time time) {
    long start = time.nanos();
    Duration pause = FIRST_PAUSE;
    for (int tries = 1; ; tries++) {
      Optional<Stored> there = store.stored(uri);
      Optional<Held> last = there.map(stored -> Held.read(uri.toString(), stored.text()));
      if (last.isEmpty() || last.get().free() || lapsed(there.get())) {
        Held mine = new Held(last.map(Held::turn).orElse(0L) + 1, holder, tries, false);
        long sent = time.nanos();
        Optional<String> etag =
            store.putInPlaceOf(there.map(Stored::etag).orElse(null), uri, mine.json());
        if (etag.isPresent()) {
          return new Lease(store, uri, time, mine, etag.get(), sent);
        }
      }
      if (time.nanos() - start > WAITS.toNanos()) {
        throw Failure.tryAgain(
            "Cannot change what readers see: the lease %s was not to be had, %s"
                .formatted(
                    uri,
                    there
                        .map(stored -> last.get().holder() + " took it at " + stored.modified())
                        .orElse("others were faster")),
            "run it again later; nothing published has changed");
      }
      time.sleep(pause);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
  }

  /** Whether somebody has it now. */
  public static boolean isHeld(ObjectStore store, S3Uri uri) {
    return store
        .stored(uri)
        .filter(there -> !Held.read(uri.toString(), there.text()).free() && !lapsed(there))
        .isPresent();
  }

  /** Greater than that of any holder before. */
  public long turn() {
    return held.turn();
  }

  /** To be asked right before each call that changes what readers see. */
  public void provesItsOwn() {
    boolean own = store.stored(uri).filter(there -> there.etag().equals(etag)).isPresent();
    if (!own || !hasLeft(CALL)) {
      throw Failure.tryAgain(
          "Cannot change what readers see: the lease %s ended before the change".formatted(uri),
          "run it again");
    }
  }

  public boolean hasLeft(Duration duration) {
    return LASTS.toNanos() - (time.nanos() - sent) > duration.toNanos();
  }

  /**
   * A call may still be under way that nobody waits for any more: then the lease is not given back
   * before its time, so that the call comes before whatever the next holder does.
   */
  public void lapses() {
    lapses = true;
  }

  /** Gives it back: by a write, as no condition can be put on deleting everywhere. */
  @Override
  public void close() {
    if (lapses) {
      return;
    }
    try {
      store.putInPlaceOf(etag, uri, held.givenBack().json());
    } catch (Failure e) {
      // then it lapses
    }
  }

  private static boolean lapsed(Stored stored) {
    return stored.age().compareTo(LASTS.plus(MARGIN)) > 0;
  }
}
