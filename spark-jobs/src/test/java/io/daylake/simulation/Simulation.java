package io.daylake.simulation;

import io.daylake.lease.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Actors that run one at a time, in an order that a seed decides, in a time of their own: whoever
 * waits hands over to whoever's time comes first.
 */
public final class Simulation {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
          });
  private static final Instant START = Instant.parse("2026-01-05T03:00:00Z");

  private record Event(long at, long order, Actor actor, Runnable landing) {}

  /** Who does one thing after the other, until it ends or crashes. */
  public final class Actor {
    private final String name;
    private final Semaphore turn = new Semaphore(0);
    private boolean crashed;

    private Actor(String name) {
      this.name = name;
    }

    public void pause(Duration duration) {
      queue.add(new Event(now + duration.toNanos(), order++, this, null));
      handOver(this);
    }

    /** A thread that never goes on: from here to its end it reaches nobody. */
    public void crash() {
      crashed = true;
      proveAlive();
    }

    public void proveAlive() {
      if (crashed) {
        throw new Crashed();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** No exception of the program's: nothing is meant to catch it. */
  public static final class Crashed extends Error {
    private static final long serialVersionUID = 1L;

    Crashed() {
      super("crashed", null, false, false);
    }
  }

  public final Random random;
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(
          (one, other) ->
              one.at == other.at
                  ? Long.compare(one.order, other.order)
                  : Long.compare(one.at, other.at));
  private final Semaphore finished = new Semaphore(0);
  private final boolean tells;
  private final List<String> told = new ArrayList<>();
  private final List<Throwable> bugs = new ArrayList<>();
  private long now;
  private long order;

  /** {@code tells}: whether it keeps what happened, line by line. */
  public Simulation(long seed, boolean tells) {
    this.random = new Random(seed);
    this.tells = tells;
  }

  /** Something that begins after a while. */
  public void actor(String name, Duration after, java.util.function.Consumer<Actor> body) {
    Actor actor = new Actor(name);
    queue.add(new Event(now + after.toNanos(), order++, actor, null));
    THREADS.execute(
        () -> {
          actor.turn.acquireUninterruptibly();
          try {
            body.accept(actor);
          } catch (Crashed e) {
            tell(actor, () -> "is gone");
          } catch (Throwable e) {
            bugs.add(e);
          }
          handOver(null);
        });
  }

  /** Something that happens by itself, such as a call that was long under way. */
  public void later(Duration after, Runnable landing) {
    queue.add(new Event(now + after.toNanos(), order++, null, landing));
  }

  /** Until nobody has anything to do. */
  public void run() {
    if (!queue.isEmpty()) {
      handOver(null);
      finished.acquireUninterruptibly();
    }
  }

  public void jump(Duration duration) {
    now += duration.toNanos();
  }

  public Instant now() {
    return START.plusNanos(now);
  }

  public Time time(Actor actor) {
    return new Time() {
      @Override
      public long nanos() {
        return now;
      }

      @Override
      public void sleep(Duration duration) {
        actor.pause(duration);
      }
    };
  }

  public Duration between(long fromMillis, long toMillis) {
    return Duration.ofMillis(fromMillis + random.nextLong(toMillis - fromMillis + 1));
  }

  public void tell(Object who, Supplier<String> what) {
    if (tells) {
      told.add("%10.3f  %-12s %s".formatted(now / 1e9, who, what.get()));
    }
  }

  public List<String> told() {
    return told;
  }

  /** What an actor threw that was no answer of the program. */
  public List<Throwable> bugs() {
    return bugs;
  }

  private void handOver(Actor from) {
    for (Event next = queue.poll(); next != null; next = queue.poll()) {
      now = Math.max(now, next.at);
      if (next.landing != null) {
        next.landing.run();
      } else if (next.actor == from) {
        return;
      } else {
        next.actor.turn.release();
        if (from != null) {
          from.turn.acquireUninterruptibly();
        }
        return;
      }
    }
    finished.release();
  }
}
