package io.daylake.faults;

import io.daylake.faults.Subject.Ended;
import io.daylake.support.Environment;
import io.daylake.support.OwnDatabase;
import io.daylake.support.TestSpark;
import io.daylake.support.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Where cells run, one after the other: an AWS and a database whose edges can fail. */
final class Arena implements AutoCloseable {
  /** The program's access key: faults are for its calls, not for those of who looks on. */
  private static final String KEY = "daylake";

  private static final int PATIENCE_SECONDS = 100;

  /** A JVM has to start first, on a machine that may be busy. */
  private static final int PATIENCE_APART_SECONDS = 300;

  /** Rollback and retention read the receipts of all runs, so that many make cells slow. */
  private static final int MOST_RUNS = 60;

  private static final Path DISK = Path.of("/mnt");

  private final String day = LocalDate.now(ZoneOffset.UTC).toString();
  private final Path folder;
  private final OwnDatabase server;
  private final DatabaseProxy proxy;
  private final World world;
  private final AwsFaults aws;
  private Subject subject;
  private int subjects;
  private Midnight midnight;
  private volatile Crowd crowd;

  Arena(Path folder) {
    this.folder = folder;
    server = OwnDatabase.mariaDb(folder.resolve("database"));
    proxy = new DatabaseProxy(server.port);
    Environment own = server.environment();
    world =
        new World(
            new Environment(
                own.awsEndpoint(), "127.0.0.1", proxy.port(), own.admin(), own.adminPassword()),
            folder);
    aws = new AwsFaults(own.awsEndpoint());
    System.setProperty("aws.accessKeyId", KEY);
    s3a(
        Map.of(
            "access.key", KEY,
            "secret.key", "any",
            "attempts.maximum", "2",
            "retry.limit", "2",
            "retry.interval", "50ms",
            "retry.throttle.limit", "2",
            "retry.throttle.interval", "50ms",
            "connection.timeout", "10s"));
  }

  /** Runs a cell and says what came of it. */
  Result run(Cell cell) {
    long start = System.nanoTime();
    Subject on = subject(cell.stage());
    Task task = Task.of(on, cell.stage().command());
    Judge judge = new Judge(task);
    task.prepare();
    String run = on.nextRun();
    Published before = task.published();
    List<String> fired;
    Ended ended;
    Published after;
    Published last;
    List<Published> seen;
    List<Published> later;
    try (Watcher watcher = on.watcher(task.table)) {
      if (cell.stage().edge() instanceof Edge.Statement) {
        on.source.keepsChanging();
      }
      int patience = cell.fault().apart() ? PATIENCE_APART_SECONDS : PATIENCE_SECONDS;
      ended = bounded(judge, patience, () -> faultyRun(cell, task, run, before));
      on.source.stopsChanging();
      fired = restore(cell, on);
      if (ended.err().contains(FullDisk.SIGN)) {
        fired.add(FullDisk.SIGN);
      }
      ended = new Ended(ended.exit(), ended.err(), on.outcome(task.command, run));
      if (cell.fault().kind() == Fault.Kind.CLOCK && !midnight.isPast(ended.outcome())) {
        fired.clear();
      }
      after = task.published();
      seen = watcher.seen();
      judge.ended("run", ended, cell.exits(), before, after);
      world.leaseLapses(on.table("ingest")); // UnknownOutcomeTest sees a rerun wait
      world.leaseLapses(on.table("curate"));
      task.prepareAgain();
      Ended again = bounded(judge, PATIENCE_SECONDS, () -> task.run(run));
      last = task.published();
      judge.ended("rerun", again, Set.of(0), after, last);
      later = watcher.seen();
    }
    List<String> readers = judge.readers(seen, List.of(before, after, last));
    judge.readers(later.subList(seen.size(), later.size()), List.of(before, after, last));
    if (fired.isEmpty()) {
      judge.say("cell", "the fault did not happen");
    }
    if (!judge.problems().isEmpty()) {
      forgetSubject();
    }
    return new Result(
        cell.stage().command() + ": " + cell.stage().name(),
        cell.fault().name(),
        fired,
        "exit " + ended.exit() + ": " + ended.last(),
        String.join(", ", readers),
        Math.round((System.nanoTime() - start) / 1e8) / 10.0,
        judge.problems().isEmpty() ? null : String.join("; ", judge.problems()));
  }

  @Override
  public void close() {
    forgetSubject();
    proxy.restore();
    world.close();
    proxy.close();
    server.close();
  }

  /** One on which the day is published already, or one on which nothing ever was. */
  private Subject subject(Stage stage) {
    if (!stage.published() || (subject != null && subject.runs() > MOST_RUNS)) {
      forgetSubject();
    }
    if (subject == null) {
      subject = new Subject(world, world.name + "_" + ++subjects, day, url());
    }
    String table = Task.of(subject, stage.command()).table;
    if (stage.published() && subject.published(table).partition() == null) {
      subject.succeed("ingest");
      if (table.equals("curate")) {
        subject.succeed("curate");
      }
    }
    return subject;
  }

  /** Of the database, past the proxy. */
  private String url() {
    return "jdbc:mysql://127.0.0.1:%d/%s?user=%s&password=%s"
        .formatted(server.port, world.name, world.name, world.password());
  }

  private void forgetSubject() {
    if (subject != null) {
      subject.close();
      subject = null;
    }
  }

  private Ended faultyRun(Cell cell, Task task, String run, Published before) {
    if (!cell.fault().apart()) {
      set(cell, task.on, run, before, null);
      return task.run(run);
    }
    boolean full = cell.fault().kind() == Fault.Kind.DISK;
    Path log = folder.resolve("log");
    Process process =
        task.on.start(
            task.command,
            task.arguments(run),
            log,
            surroundings(cell.fault()),
            full ? List.of("-Dspark.hadoop.fs.s3a.buffer.dir=" + DISK) : List.of());
    try {
      if (!full) {
        set(cell, task.on, run, before, process);
      }
      return new Ended(process.waitFor(), Files.readString(log), null);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What comes before the command line of a process of its own. */
  private List<String> surroundings(Fault fault) {
    if (fault.kind() == Fault.Kind.CLOCK) {
      midnight = new Midnight(folder, LocalDate.parse(day));
      return midnight.before();
    }
    return fault.kind() == Fault.Kind.DISK ? FullDisk.at(DISK) : List.of();
  }

  /** {@code process}: who is to be killed, or null. */
  private void set(Cell cell, Subject on, String run, Published before, Process process) {
    Fault fault = cell.fault();
    if (cell.stage().edge() instanceof Edge.Statement statement) {
      proxy.set(statement, fault.what(), () -> happens(fault, process));
    } else if (cell.stage().edge() instanceof Edge.Call call) {
      Map<String, Object> rule = new TreeMap<>(fault.rule());
      rule.put("key", KEY);
      rule.put("service", call.service());
      rule.put("operation", call.operation());
      rule.put("about", call.about().isEmpty() ? world.name : call.about().formatted(on.name));
      rule.put("skip", call.skip());
      rule.put("times", fault.always() ? 0 : 1);
      rule.put("fault", fault.what());
      if (process != null) {
        rule.put("pid", process.pid());
      }
      if (fault.kind() == Fault.Kind.FILES || fault.kind() == Fault.Kind.CLOCK) {
        rule.put("fault", "delay");
        rule.put("seconds", 2);
      }
      if (fault.kind() == Fault.Kind.FILES) {
        aws.whenFired(() -> Tampering.tamper(on, before, run, fault.what()));
      }
      if (fault.kind() == Fault.Kind.CLOCK) {
        aws.whenFired(midnight::passes);
      }
      Object then = rule.remove("then");
      aws.post(rule);
      if (then != null) {
        rule.putAll(Map.of("fault", "error-before", "status", 400, "code", then, "times", 0));
        aws.post(rule);
      }
    }
  }

  private void happens(Fault fault, Process process) {
    if (fault.kind() == Fault.Kind.CLOCK) {
      midnight.passes();
    } else if (fault.what().equals(Crowd.NAME)) {
      crowd = new Crowd(server, url());
    } else if (process == null) {
      server.restart();
    } else if (fault.rule().containsKey("signal")) {
      process.destroy();
    } else {
      process.destroyForcibly();
    }
  }

  /** Takes the fault away, as its cause would be mended; tells when and where it was. */
  private List<String> restore(Cell cell, Subject on) {
    List<String> fired = new ArrayList<>(aws.fired());
    fired.addAll(proxy.fired());
    aws.clear();
    proxy.restore();
    if (crowd != null) {
      crowd.close();
      crowd = null;
    }
    if (cell.fault().what().equals("kill-server")) {
      server.waitUntilItAnswers();
      on.source.connectsAgain();
    }
    return fired;
  }

  private static Ended bounded(Judge judge, int seconds, Supplier<Ended> run) {
    CompletableFuture<Ended> running = CompletableFuture.supplyAsync(run);
    try {
      return running.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      judge.say("run", "it did not end within " + seconds + " s");
      return new Ended(-1, "", null);
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void s3a(Map<String, String> settings) {
    var hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    settings.forEach(
        (key, value) -> hadoop.set("fs.s3a.bucket." + world.bucket + "." + key, value));
  }
}
