package io.daylake.faults;

import io.daylake.InProcess;
import io.daylake.support.TestSpark;
import io.daylake.support.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkContext;
import scala.Tuple2;

/** A pipeline that commands run on: its source, its folder on S3, and what of it is published. */
final class Subject implements AutoCloseable {
  private static final Set<String> OF_A_DAY = Set.of("ingest", "curate");

  final World world;
  final String name;
  final String day;
  final Source source;
  private int runs;

  /** How a command ended. */
  record Ended(int exit, String err, String outcome) {
    /** The sentence. */
    String last() {
      return err.strip().lines().reduce("", (before, line) -> line);
    }
  }

  /** {@code url}: of the database, past the proxy. */
  Subject(World world, String name, String day, String url) {
    this.world = world;
    this.name = name;
    this.day = day;
    this.source = new Source(url, "t_" + name);
    world.put(key("curated.sql"), "select id, version, name, amount, seen from raw");
    world.put(
        key("pipeline.toml"),
        """
        secret = "%s"
        database = "%s"
        source = { table = "t_%s", key = ["id"], readers = 2, max-server-seconds = 5 }
        raw = { table = "raw_%s" }
        curated = { table = "curated_%s" }
        """
            .formatted(world.secret, world.name, name, name, name));
  }

  int runs() {
    return runs;
  }

  String nextRun() {
    return "run" + ++runs;
  }

  List<String> arguments(String command, String run) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(command, "--pipeline", world.lake + "/_pipelines/" + name));
    arguments.addAll(List.of("--lake", world.lake));
    arguments.addAll(List.of("--run", run));
    if (OF_A_DAY.contains(command)) {
      arguments.addAll(List.of("--day", day));
    }
    return arguments;
  }

  /** Runs it where nothing is to go wrong. */
  void succeed(String command) {
    String run = nextRun();
    Ended ended = run(command, run, arguments(command, run));
    if (ended.exit() != 0) {
      throw new AssertionError("no faults yet, and it fails: " + ended);
    }
  }

  Ended run(String command, String run, List<String> arguments) {
    String[] line = arguments.toArray(String[]::new);
    InProcess.Said said =
        command.equals("retain") ? InProcess.retainAtOnce(line) : InProcess.run(line);
    return new Ended(said.exit(), said.out() + said.err(), outcome(command, run));
  }

  /** The same as a process of its own. */
  Process start(
      String command,
      List<String> arguments,
      Path log,
      List<String> before,
      List<String> moreOptions) {
    List<String> options = new ArrayList<>(moreOptions);
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("aws."))
        .forEach(name -> options.add("-D" + name + "=" + System.getProperty(name)));
    SparkContext spark = TestSpark.session().sparkContext();
    for (Tuple2<String, String> setting : spark.getConf().getAll()) {
      if (!setting._1().matches("spark\\.(app|driver\\.port|executor\\.id|master).*")) {
        options.add("-D" + setting._1() + "=" + setting._2());
      }
    }
    spark
        .hadoopConfiguration()
        .getPropsWithPrefix("fs.s3a.bucket." + world.bucket)
        .forEach(
            (key, value) ->
                options.add("-Dspark.hadoop.fs.s3a.bucket." + world.bucket + key + "=" + value));
    options.add("-Dspark.master=local[2]");
    String program = command.equals("retain") ? "RetainAtOnce" : "Main";
    List<String> line = new ArrayList<>(List.of("io.daylake." + program));
    line.addAll(arguments);
    return ChildJvm.start(before, null, log, options, line);
  }

  /** The keys of all files of the days of the command's table. */
  List<String> files(String command) {
    return world.keys(world.name + "/" + table(command) + "/y=");
  }

  String outcome(String command, String run) {
    return world.object("_outcomes/" + name + "/" + run + "/" + command + ".json");
  }

  /** {@code command}: ingest publishes the raw table, curate the curated one. */
  Published published(String command) {
    return Published.now(world, table(command), day);
  }

  Watcher watcher(String command) {
    return new Watcher(world, table(command), day);
  }

  private static String prefix(String command) {
    return command.equals("ingest") ? "raw_" : "curated_";
  }

  String table(String command) {
    return prefix(command) + name;
  }

  private String key(String file) {
    return "_pipelines/" + name + "/" + file;
  }

  @Override
  public void close() {
    source.close();
  }
}
