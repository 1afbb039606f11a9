package io.daylake;

import io.daylake.aws.ObjectStore;
import io.daylake.catalog.Catalog;
import io.daylake.pipeline.Pipeline;
import io.daylake.simulation.Clients;
import io.daylake.simulation.Faults;
import io.daylake.simulation.LeaseForEveryone;
import io.daylake.simulation.SimulatedGlue;
import io.daylake.simulation.SimulatedS3;
import io.daylake.simulation.Simulation;
import io.daylake.simulation.Simulation.Actor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A lake in a simulation: the program's own parts over simulated S3 and Glue, and what each attempt
 * staged, to hold against what readers see.
 */
final class SimulatedLake {
  static final String BUCKET = "lake";
  static final Pipeline PIPELINE =
      new Pipeline(
          "things",
          "secret",
          "db",
          Pipeline.Schema.EVOLVE,
          new Pipeline.Source("things", List.of("id"), 1, true, 60, true),
          new Pipeline.Target("raw_things", false),
          new Pipeline.Target("things", false));

  /** A command that has ended by itself. */
  record Ended(String who, String location, int exit, String said) {}

  final Simulation simulation;
  final SimulatedGlue glue = new SimulatedGlue();
  final Map<String, Map<String, String>> staged = new TreeMap<>();
  final List<Ended> ended = new ArrayList<>();

  /** In half of the schedules all want to publish at nearly the same moment. */
  final long slowestFileMillis;

  private final SimulatedS3 s3;
  private final boolean leased;

  /** {@code leased}: false for BREAK=no-lease. */
  SimulatedLake(Simulation simulation, boolean leased) {
    this.simulation = simulation;
    this.leased = leased;
    this.slowestFileMillis = simulation.random.nextBoolean() ? 5_000 : 50;
    this.s3 = new SimulatedS3(simulation::now);
    s3.createBucket(create -> create.bucket(BUCKET));
    glue.createDatabase(create -> create.databaseInput(input -> input.name(PIPELINE.database())));
  }

  /** What a command of an actor has in its hands; {@code rate}: the share of calls that fail. */
  final class Hands {
    final Actor actor;
    final S3Client objects;
    final ObjectStore store;
    final Catalog catalog;

    Hands(Actor actor, double rate) {
      Clients.Between faults = new Faults(simulation, actor, rate);
      Clients.Between between = leased ? faults : new LeaseForEveryone(faults);
      this.actor = actor;
      objects = Clients.client(S3Client.class, s3, between);
      store = new ObjectStore(objects);
      GlueClient calls = Clients.client(GlueClient.class, glue, between);
      catalog = new Catalog(PIPELINE.database(), calls, calls, simulation.time(actor));
    }

    /** Does what the command does, and keeps how it ended. */
    int tell(String command, String day, String run, String location, Attempt.Story story) {
      StringWriter said = new StringWriter();
      PrintWriter out = new PrintWriter(said);
      Attempt attempt =
          new Attempt(
              command,
              PIPELINE.name(),
              "s3://" + BUCKET,
              day,
              run,
              Voice.toPeople(out, out),
              "%08x".formatted(simulation.random.nextInt()),
              store,
              simulation.time(actor));
      String[] where = {location};
      int exit =
          attempt.tell(
              each -> {
                String told = story.tell(each);
                where[0] = each.receipt();
                return told;
              });
      String receipt = where[0] == null ? attempt.receipt() : where[0];
      ended.add(new Ended(command + " of run " + run, receipt, exit, said.toString()));
      simulation.tell(actor, () -> command + " ends with " + exit + ": " + said);
      return exit;
    }

    LakeTables tables(Attempt attempt) {
      return LakeTables.of(attempt, catalog, BUCKET, PIPELINE);
    }
  }

  /** The objects of a prefix, as whoever asks S3 itself sees them. */
  Map<String, String> objects(String prefix) {
    Map<String, String> objects = new TreeMap<>(Comparator.naturalOrder());
    s3.listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix))
        .contents()
        .forEach(
            each ->
                objects.put(
                    each.key(),
                    s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(each.key())).asUtf8String()));
    return objects;
  }
}
