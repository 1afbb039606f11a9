package io.daylake.faults;

import io.daylake.faults.Subject.Ended;
import java.util.List;
import java.util.Objects;

/** A command on a subject: what has to be there before it, and when it is done. */
sealed class Task {
  final Subject on;
  final String command;

  /** The command whose table readers look at. */
  final String table;

  private int since;

  private Task(Subject on, String command, String table) {
    this.on = on;
    this.command = command;
    this.table = table;
  }

  static Task of(Subject on, String command) {
    return switch (command) {
      case "ingest" -> new Ingest(on);
      case "curate" -> new Curate(on);
      case "rollback" -> new Rollback(on);
      case "retain" -> new Retain(on);
      default -> throw new AssertionError(command);
    };
  }

  /** Makes that there is something to do. */
  void prepare() {
    on.source.change();
    since = on.source.version();
  }

  /** What comes before a plain rerun. */
  void prepareAgain() {}

  List<String> arguments(String run) {
    return on.arguments(command, run);
  }

  final Ended run(String run) {
    return on.run(command, run, arguments(run));
  }

  /** No older version of the source may be published. */
  int since() {
    return since;
  }

  final Published published() {
    return on.published(table);
  }

  /** Whether readers may be sent there. */
  boolean mayMoveTo(String location) {
    return true;
  }

  /** Whether it has done what it was for. */
  boolean done(Published before, Published after) {
    return !Objects.equals(before.partition(), after.partition())
        && !Objects.equals(before.latest(), after.latest());
  }

  private static final class Ingest extends Task {
    Ingest(Subject on) {
      super(on, "ingest", "ingest");
    }

    @Override
    void prepareAgain() {
      prepare();
    }
  }

  private static final class Curate extends Task {
    Curate(Subject on) {
      super(on, "curate", "curate");
    }

    @Override
    void prepare() {
      super.prepare();
      on.succeed("ingest");
    }
  }

  /** Back to the run that was published before the last one, in both tables. */
  private static final class Rollback extends Task {
    private String raw;
    private String curated;

    Rollback(Subject on) {
      super(on, "rollback", "ingest");
    }

    @Override
    void prepare() {
      if (on.published("curate").partition() == null) {
        on.succeed("curate");
      }
      raw = published().partition();
      curated = on.published("curate").partition();
      on.source.change();
      on.succeed("ingest");
      on.succeed("curate");
    }

    @Override
    List<String> arguments(String run) {
      List<String> arguments = super.arguments(run);
      arguments.addAll(List.of("--to", raw.replaceFirst(".*/run=(.*)/", "$1")));
      return arguments;
    }

    @Override
    boolean mayMoveTo(String location) {
      return location.equals(raw);
    }

    @Override
    boolean done(Published before, Published after) {
      Published then = on.published("curate");
      return List.of(raw, raw, curated, curated)
          .equals(List.of(after.partition(), after.latest(), then.partition(), then.latest()));
    }
  }

  /** Of two runs, the one that nobody reads goes. */
  private static final class Retain extends Task {
    private static final int OLDER_MILLIS = 1100; // S3 tells times in whole seconds

    Retain(Subject on) {
      super(on, "retain", "ingest");
    }

    @Override
    void prepare() {
      grow();
      on.succeed("retain");
      on.source.change();
      on.succeed("ingest");
      grow();
    }

    @Override
    boolean mayMoveTo(String location) {
      return false;
    }

    @Override
    boolean done(Published before, Published after) {
      return on.files(table).equals(List.copyOf(after.files().keySet()));
    }

    private static void grow() {
      try {
        Thread.sleep(OLDER_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
