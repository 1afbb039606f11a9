package io.daylake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays schedules, as {@code make schedules} asks: {@code Schedules <how many> <first seed>
 * [no-lease]}. The last line counts those that broke the promise; the first of them is told.
 */
public final class Schedules {
  private static final int WORTH_TELLING = 5;

  private Schedules() {}

  public static void main(String[] arguments) throws InterruptedException {
    long schedules = Long.parseLong(arguments[0]);
    long first = Long.parseLong(arguments[1]);
    boolean leased = !(arguments.length > 2 && arguments[2].equals("no-lease"));
    List<Long> broken = play(first, schedules, leased);
    for (long seed : broken.subList(0, Math.min(WORTH_TELLING, broken.size()))) {
      Schedule.Result result = Schedule.play(seed, leased, schedules == 1);
      result.told().forEach(System.out::println);
      System.out.printf(
          "seed %d: %s%n  replay it: make schedules SCHEDULES=1 SEED=%d%s%n",
          seed, result.wrong(), seed, leased ? "" : " BREAK=no-lease");
    }
    System.out.printf("%d schedules, %d broken%n", schedules, broken.size());
    System.exit(broken.isEmpty() ? 0 : 1);
  }

  /** The seeds of those that broke the promise, in order; as many at a time as there are cores. */
  static List<Long> play(long first, long schedules, boolean leased) throws InterruptedException {
    AtomicLong next = new AtomicLong(first);
    List<Long> broken = Collections.synchronizedList(new ArrayList<>());
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService players = Executors.newFixedThreadPool(cores);
    for (int i = 0; i < cores; i++) {
      players.execute(
          () -> {
            for (long seed = next.getAndIncrement();
                seed < first + schedules;
                seed = next.getAndIncrement()) {
              if (!Schedule.play(seed, leased, false).wrong().isEmpty()) {
                broken.add(seed);
              }
            }
          });
    }
    players.shutdown();
    players.awaitTermination(1, TimeUnit.HOURS);
    return broken.stream().sorted().toList();
  }
}
