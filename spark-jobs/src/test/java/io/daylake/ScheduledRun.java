package io.daylake;

import io.daylake.gate.Evidence;
import io.daylake.gate.Gate;
import io.daylake.gate.Passed;
import io.daylake.gate.Verdict;
import io.daylake.pipeline.Pipeline;
import io.daylake.receipt.Receipt;
import io.daylake.table.Column;
import io.daylake.table.Day;
import io.daylake.table.Partition;
import io.daylake.table.Staged;
import io.daylake.table.StagedFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A run of a day in a simulation: its files are made up, all that follows is the program's own. */
final class ScheduledRun {
  private static final List<Column> COLUMNS = List.of(new Column("id", "bigint", "bigint"));

  private final SimulatedLake lake;
  private final SimulatedLake.Hands hands;
  private final String day;
  private final String run;

  ScheduledRun(SimulatedLake lake, SimulatedLake.Hands hands, String day, String run) {
    this.lake = lake;
    this.hands = hands;
    this.day = day;
    this.run = run;
  }

  /** Ingest, and curate where that went well; whether both did. */
  boolean ingestAndCurate() {
    return stage("ingest", SimulatedLake.PIPELINE.raw(), "raw") == 0
        && stage("curate", SimulatedLake.PIPELINE.curated(), "curated") == 0;
  }

  private int stage(String command, Pipeline.Target target, String stage) {
    return hands.tell(command, day, run, null, attempt -> publish(attempt, target, stage));
  }

  private String publish(Attempt attempt, Pipeline.Target target, String stage) {
    Partition partition =
        new Partition(
            SimulatedLake.BUCKET,
            SimulatedLake.PIPELINE.database(),
            target.table(),
            Day.of(day),
            run,
            attempt.id);
    DayRun dayRun =
        new DayRun(
            null, SimulatedLake.PIPELINE, target, Day.of(day), false, partition, hands.catalog);
    Receipt.Source source =
        new Receipt.Source("things", "2026-01-05T00:00:00Z", null, 2, sourceOf(target), null);
    Staged staged = files(attempt, partition);
    new Publishing(attempt, dayRun, stage, source, staged.rows(), null, Map.of())
        .publish(judged(attempt, staged));
    return "published " + partition.location();
  }

  /** A curated run remembers the raw run that it was computed from. */
  private String sourceOf(Pipeline.Target target) {
    if (!target.equals(SimulatedLake.PIPELINE.curated())) {
      return null;
    }
    String database = SimulatedLake.PIPELINE.database();
    String table = SimulatedLake.PIPELINE.raw().table();
    return hands
        .catalog
        .location(table, Day.of(day))
        .map(at -> Partition.receiptKeyOf(at, database, table))
        .map(key -> "s3://" + SimulatedLake.BUCKET + "/" + key)
        .orElse(null);
  }

  /** Two files that tell whose they are; reading the source takes a while. */
  private Staged files(Attempt attempt, Partition partition) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < 2; i++) {
      files.put(partition.prefix() + "part-" + i, partition.location() + " part " + i);
    }
    lake.staged.put(partition.location(), files);
    for (Map.Entry<String, String> file : files.entrySet()) {
      hands.actor.pause(lake.simulation.between(1, lake.slowestFileMillis));
      attempt
          .store()
          .put(new io.daylake.aws.S3Uri(SimulatedLake.BUCKET, file.getKey()), file.getValue());
    }
    hands.actor.pause(Duration.ofMillis(1));
    return new Staged(
        partition,
        COLUMNS,
        Staging.listed(attempt, partition).stream().map(file -> new StagedFile(file, 1)).toList());
  }

  /** The gate wants both files and nothing else. */
  private static Verdict judged(Attempt attempt, Staged staged) {
    Verdict verdict =
        Gate.judge(
            new Evidence(
                staged,
                2,
                false,
                null,
                null,
                Staging.listed(attempt, staged.partition()),
                Set.of(),
                List.of()));
    return verdict instanceof Passed passed ? passed : verdict;
  }
}
