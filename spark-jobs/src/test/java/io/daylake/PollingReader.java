package io.daylake;

import io.daylake.simulation.Simulation.Actor;
import io.daylake.table.Day;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads as Athena does: first where the files are, then what lies there, then the files, and takes
 * its time between. It must find the files of one attempt, all of them and no others.
 */
final class PollingReader {
  /** Less than the grace that retention gives readers. */
  private static final long LONGEST_QUERY_MILLIS = 50 * 60_000;

  private final SimulatedLake lake;
  private final SimulatedLake.Hands hands;
  private final Set<String> maybeWithdrawn;
  private final Set<String> seen = new HashSet<>();
  final List<String> wrong = new ArrayList<>();

  /** {@code maybeWithdrawn}: days that a command of this schedule may take from readers. */
  PollingReader(SimulatedLake lake, Actor actor, Set<String> maybeWithdrawn) {
    this.lake = lake;
    this.hands = lake.new Hands(actor, 0);
    this.maybeWithdrawn = maybeWithdrawn;
  }

  void poll(List<String> days, int times) {
    for (int i = 0; i < times; i++) {
      boolean curated = lake.simulation.random.nextBoolean();
      String table =
          (curated ? SimulatedLake.PIPELINE.curated() : SimulatedLake.PIPELINE.raw()).table();
      int which = lake.simulation.random.nextInt(days.size() + 1);
      if (which == days.size()) {
        read(table + "_latest", hands.catalog.latest(table), false);
      } else {
        String day = days.get(which);
        read(
            table + " " + day,
            hands.catalog.location(table, Day.of(day)),
            maybeWithdrawn.contains(day));
      }
      hands.actor.pause(lake.simulation.between(1, 8_000));
    }
  }

  private void read(String what, Optional<String> location, boolean mayVanish) {
    if (location.isEmpty()) {
      if (seen.contains(what) && !mayVanish) {
        wrong.add(what + " has vanished");
      }
      return;
    }
    seen.add(what);
    boolean patient = lake.simulation.random.nextInt(4) == 0;
    lake.simulation.tell(hands.actor, () -> "reads " + what + " at " + location.get());
    hands.actor.pause(think(patient));
    Map<String, String> found = files(location.get(), patient);
    if (!found.equals(lake.staged.get(location.get()))) {
      wrong.add(what + " at " + location.get() + " has " + found);
    }
  }

  private Duration think(boolean patient) {
    return lake.simulation.between(1, patient ? LONGEST_QUERY_MILLIS / 2 : 3_000);
  }

  private Map<String, String> files(String location, boolean patient) {
    String prefix = location.substring(("s3://" + SimulatedLake.BUCKET + "/").length());
    Map<String, String> found = new TreeMap<>();
    List<S3Object> listed =
        hands
            .objects
            .listObjectsV2(list -> list.bucket(SimulatedLake.BUCKET).prefix(prefix))
            .contents();
    hands.actor.pause(think(patient));
    for (S3Object each : listed) {
      try {
        found.put(
            each.key(),
            hands
                .objects
                .getObjectAsBytes(get -> get.bucket(SimulatedLake.BUCKET).key(each.key()))
                .asUtf8String());
      } catch (SdkException e) {
        found.put(each.key(), "gone");
      }
    }
    return found;
  }
}
