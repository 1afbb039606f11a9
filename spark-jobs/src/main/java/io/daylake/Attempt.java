package io.daylake;

import io.daylake.aws.ObjectStore;
import io.daylake.aws.S3Uri;
import io.daylake.failure.ExitCode;
import io.daylake.failure.Failure;
import io.daylake.failure.OneLine;
import io.daylake.lease.Time;
import io.daylake.pipeline.PipelineFolder;
import io.daylake.receipt.Outcome;
import io.daylake.receipt.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One start of a command: what it was asked, what it says, how long its stages took, and in the end
 * its exit code and outcome object.
 */
final class Attempt {
  private static final Pattern RUN = Pattern.compile("(?!\\.+$)[A-Za-z0-9._-]{1,128}");

  /** What the command does; returns the sentence of success. */
  interface Story {
    String tell(Attempt attempt) throws Exception;
  }

  final String id;
  final Instant startedAt = Instant.now();
  final List<Stage> stages = new ArrayList<>();
  private final String command;
  private final String pipeline;
  private final String lake;
  private final String day;
  private final String run;
  private final Voice voice;
  private final Time time;
  private ObjectStore store;
  private String receipt;
  private Object result;

  /** {@code lake} and {@code run} may be null: then no outcome object is left. */
  Attempt(String command, String folder, String lake, String day, String run, Voice voice) {
    this(
        command,
        folder,
        lake,
        day,
        run,
        voice,
        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()),
        null,
        Time.REAL);
  }

  /** Over a store and a time of the caller's; {@code store}: null for one of its own. */
  Attempt(
      String command,
      String folder,
      String lake,
      String day,
      String run,
      Voice voice,
      String id,
      ObjectStore store,
      Time time) {
    this.id = id;
    this.store = store;
    this.time = time;
    this.command = command;
    this.pipeline = PipelineFolder.nameOf(folder);
    this.lake = lake;
    this.day = day;
    this.run = run;
    this.voice = voice;
  }

  /**
   * Runs the story and returns the exit code. Whatever happens, it ends in one sentence and an
   * outcome.
   */
  int tell(Story story) {
    ExitCode exit;
    String sentence;
    String whatToDo = null;
    try {
      sentence = story.tell(this);
      exit = ExitCode.DONE;
    } catch (Throwable thrown) {
      Failure failure = Causes.named("Cannot " + command + " '" + pipeline + "'", thrown);
      sentence =
          failure == null
              ? OneLine.of("Cannot finish: a bug of daylake (" + thrown + ")")
              : failure.sentence();
      whatToDo = failure == null ? "report it with the trace above" : failure.whatToDo();
      exit = failure == null ? ExitCode.BUG : failure.exit();
      if (failure == null) {
        thrown.printStackTrace(voice.err());
      }
    }
    Outcome outcome = leaveOutcome(outcome(exit.number(), sentence, whatToDo));
    String told = whatToDo == null ? sentence : sentence + "; " + whatToDo;
    voice.end("daylake " + command + ": " + told);
    voice.document(outcome, result);
    return outcome.exit();
  }

  /** Fails where an outcome is asked for and could not be left. */
  void provesOutcome() {
    if (lake != null) {
      bucket();
    }
    if (run != null) {
      run();
    }
  }

  ObjectStore store() {
    if (store == null) {
      store = new ObjectStore();
    }
    return store;
  }

  String bucket() {
    return S3Uri.bucketOf(lake);
  }

  static boolean isRun(String text) {
    return RUN.matcher(text).matches();
  }

  /** Where keys of all that is ours begin. */
  S3Uri lakeTop() {
    return new S3Uri(bucket(), "");
  }

  String run() {
    if (!isRun(run)) {
      throw Failure.specification(
          "Cannot use run id '"
              + run
              + "': it is not 1 to 128 letters, digits, '.', '_' and '-', not dots alone",
          "give another");
    }
    return run;
  }

  Time time() {
    return time;
  }

  /** Who holds a lease, for whoever waits for it; {@code attempt}: run and attempt. */
  String holder(String attempt) {
    return "%s of run %s".formatted(command, attempt);
  }

  /** The receipt that the outcome names. */
  void leaves(S3Uri uri) {
    receipt = uri.toString();
  }

  String receipt() {
    return receipt;
  }

  /** What the command found or did, for programs; also where it fails afterwards. */
  void tells(Object found) {
    result = found;
  }

  void say(String what, Object... values) {
    voice.say(what.formatted(values));
  }

  /** What was asked for, in lines; programs find it in what the command {@link #tells}. */
  void show(String lines) {
    voice.show(lines);
  }

  /** Does a part of the story and keeps how long it took. */
  <T> T stage(String name, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    stages.add(new Stage(name, Math.round((System.nanoTime() - start) / 1e7) / 100.0, null));
    return result;
  }

  void lastStageWrote(long bytes) {
    Stage last = stages.remove(stages.size() - 1);
    stages.add(new Stage(last.name(), last.seconds(), bytes));
  }

  /** Says what the last stage came to, and its seconds. */
  void sayOfStage(String what, Object... values) {
    Stage last = stages.get(stages.size() - 1);
    say("  %-8s %s (%.1f s)", last.name(), what.formatted(values), last.seconds());
  }

  private Outcome outcome(int exit, String sentence, String whatToDo) {
    return new Outcome(
        command,
        pipeline,
        day,
        run,
        id,
        startedAt.toString(),
        Instant.now().toString(),
        exit,
        sentence,
        whatToDo,
        receipt);
  }

  /** The outcome as the program ends with it. */
  private Outcome leaveOutcome(Outcome outcome) {
    if (lake == null || run == null || !isRun(run)) {
      return outcome;
    }
    try {
      store().put(new S3Uri(bucket(), outcome.key()), outcome.json());
      return outcome;
    } catch (Failure | SdkException e) {
      String why = "no outcome object is left: " + OneLine.of(e.getMessage());
      voice.end("daylake " + command + ": " + why);
      return outcome.exit() == ExitCode.DONE.number()
          ? outcome(ExitCode.TRY_AGAIN.number(), outcome.sentence() + "; " + why, "run it again")
          : outcome;
    }
  }

  double seconds() {
    return Duration.between(startedAt, Instant.now()).toMillis() / 1000.0;
  }
}
