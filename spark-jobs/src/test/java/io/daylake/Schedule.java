package io.daylake;

import io.daylake.simulation.Simulation;
import io.daylake.simulation.Simulation.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One schedule: some days with a history, then runs, perhaps a rollback, perhaps retention, all at
 * about the same time and each with faults of its own, while readers read. The seed decides all.
 */
final class Schedule {
  private static final List<String> DAYS = List.of("2026-01-02", "2026-01-03", "2026-01-04");
  private static final String NEXT = "2026-01-05";
  private static final Duration GRACE = Duration.ofHours(1);
  private static final double[] RATES = {0, 0.02, 0.1, 0.3};

  private final Simulation simulation;
  private final SimulatedLake lake;
  private final Random random;
  private final Set<String> maybeWithdrawn = new HashSet<>();
  private final List<PollingReader> readers = new ArrayList<>();

  private Schedule(long seed, boolean leased, boolean tells) {
    simulation = new Simulation(seed, tells);
    random = simulation.random;
    lake = new SimulatedLake(simulation, leased);
  }

  /**
   * What went wrong, and all that happened.
   *
   * @param wrong nothing where the promise held
   * @param told line by line, where it was asked for
   */
  record Result(List<String> wrong, List<String> told) {}

  static Result play(long seed, boolean leased, boolean tells) {
    Schedule schedule = new Schedule(seed, leased, tells);
    schedule.makeHistory();
    schedule.makeTrouble();
    schedule.runAllDaysAgain();
    List<String> wrong = new ArrayList<>();
    schedule.readers.forEach(reader -> wrong.addAll(reader.wrong));
    schedule.simulation.bugs().forEach(bug -> wrong.add("a bug: " + trace(bug)));
    wrong.addAll(new Promise(schedule.lake).broken());
    return new Result(wrong, schedule.simulation.told());
  }

  private static String trace(Throwable bug) {
    java.io.StringWriter trace = new java.io.StringWriter();
    bug.printStackTrace(new java.io.PrintWriter(trace, true));
    return trace.toString();
  }

  private void makeHistory() {
    int runs = 1 + random.nextInt(3);
    simulation.actor(
        "history",
        Duration.ZERO,
        actor -> {
          SimulatedLake.Hands hands = lake.new Hands(actor, 0);
          for (String day : DAYS) {
            for (int i = 0; i < runs; i++) {
              new ScheduledRun(lake, hands, day, "old" + i).ingestAndCurate();
            }
          }
        });
    simulation.run();
    simulation.jump(GRACE.multipliedBy(1 + random.nextInt(2)));
  }

  private void makeTrouble() {
    List<String> days = new ArrayList<>(DAYS);
    days.add(NEXT);
    String day = days.get(1 + random.nextInt(3));
    int runs = 2 + random.nextInt(2);
    for (int i = 0; i < runs; i++) {
      String its = random.nextInt(3) == 0 ? days.get(random.nextInt(days.size())) : day;
      String name = "run" + i;
      start(name, hands -> new ScheduledRun(lake, hands, its, name).ingestAndCurate());
    }
    if (random.nextInt(5) < 2) {
      rollBack();
    }
    if (random.nextInt(5) < 2) {
      retain();
    }
    for (int i = 0; i < 2; i++) {
      simulation.actor(
          "reader" + i,
          Duration.ZERO,
          actor -> {
            PollingReader reader = new PollingReader(lake, actor, maybeWithdrawn);
            readers.add(reader);
            reader.poll(days, 12);
          });
    }
    simulation.run();
  }

  private void rollBack() {
    boolean toDay = random.nextBoolean();
    String day = DAYS.get(random.nextInt(DAYS.size()));
    if (toDay) {
      DAYS.stream().filter(each -> each.compareTo(day) > 0).forEach(maybeWithdrawn::add);
      maybeWithdrawn.add(NEXT);
    }
    start(
        "rollback",
        hands ->
            hands.tell(
                "rollback",
                null,
                "back",
                null,
                attempt ->
                    new Rollback(attempt, hands.tables(attempt), "back")
                        .to(toDay ? day : anyRunOf(day))));
  }

  /** As `daylake runs` would show it; none of its names is sure to be published. */
  private String anyRunOf(String day) {
    List<String> names =
        lake.staged.keySet().stream()
            .filter(location -> location.contains("/raw_things/"))
            .filter(location -> location.contains("/d=" + day.substring(8)))
            .map(location -> location.replaceAll(".*/run=|/$", ""))
            .toList();
    return names.get(random.nextInt(names.size()));
  }

  private void retain() {
    int days = 1 + random.nextInt(4);
    Integer kept = random.nextBoolean() ? null : Integer.valueOf(days);
    if (kept != null) {
      maybeWithdrawn.addAll(DAYS);
    }
    Keep keep = new Keep(1 + random.nextInt(2), kept, GRACE);
    start(
        "retention",
        hands ->
            hands.tell(
                "retain",
                null,
                "retain",
                null,
                attempt ->
                    new Retention(attempt, hands.tables(attempt).raw(), "retain", keep).retain()
                        + "; "
                        + new Retention(attempt, hands.tables(attempt).curated(), "retain", keep)
                            .retain()));
  }

  private void start(String name, java.util.function.Consumer<SimulatedLake.Hands> work) {
    double rate = RATES[random.nextInt(RATES.length)];
    Duration after =
        random.nextInt(6) == 0
            ? simulation.between(0, GRACE.toMillis() * 2)
            : simulation.between(0, 4 * lake.slowestFileMillis);
    simulation.actor(name, after, (Actor actor) -> work.accept(lake.new Hands(actor, rate)));
  }

  /** Everybody is done or gone: a plain rerun of each day must do. */
  private void runAllDaysAgain() {
    simulation.jump(Duration.ofMinutes(5));
    simulation.actor(
        "rerun",
        Duration.ZERO,
        actor -> {
          SimulatedLake.Hands hands = lake.new Hands(actor, 0);
          Promise.daysStand(hands);
          for (String day : List.of(DAYS.get(0), DAYS.get(1), DAYS.get(2), NEXT)) {
            new ScheduledRun(lake, hands, day, "rerun").ingestAndCurate();
          }
          Promise.allStands(hands);
        });
    simulation.run();
  }
}
