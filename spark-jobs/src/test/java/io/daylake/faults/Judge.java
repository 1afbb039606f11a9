package io.daylake.faults;

import io.daylake.faults.Subject.Ended;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The invariant: the published day is exactly the source at one instant, or nothing published has
 * changed; exit code, sentence and outcome agree and say which; readers saw nothing else.
 */
final class Judge {
  private final Task task;
  private final Subject subject;
  private final List<String> problems = new ArrayList<>();

  Judge(Task task) {
    this.task = task;
    this.subject = task.on;
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * Judges a run's end.
   *
   * @param exits how it may end; a process that was killed ends in no words
   */
  void ended(String who, Ended ended, Set<Integer> exits, Published before, Published after) {
    boolean killed = exits.equals(Fault.KILLED);
    boolean moved = !same(before.partition(), after.partition());
    boolean latestMoved = !same(before.latest(), after.latest());
    if (moved) {
      instant(who, after);
      if (!task.mayMoveTo(after.partition())) {
        say(who, "it moved the day to " + after.partition());
      }
    }
    if (latestMoved && !same(after.latest(), after.partition())) {
      say(who, "`_latest` points elsewhere than the day: " + after.latest());
    }
    if (killed && !exits.contains(ended.exit())) {
      say(who, "it was not killed, it ended with " + ended.exit() + ": " + ended.err());
    }
    if (!killed) {
      words(who, ended, exits);
      if (ended.exit() == 0 && !task.done(before, after)) {
        say(who, "it says done, and is not: " + after);
      }
      boolean told = ended.exit() == 5 || ended.err().matches("(?s).*(publishe|are moved).*");
      if (ended.exit() != 0 && (moved || latestMoved) && !told) {
        say(who, "it has published, and does not say so");
      }
    }
  }

  private void words(String who, Ended ended, Set<Integer> exits) {
    if (!exits.contains(ended.exit())) {
      say(who, "exit " + ended.exit() + " is none of " + exits + ": " + ended.last());
    }
    if (ended.outcome() == null) {
      if (!ended.err().contains("no outcome object is left")) {
        say(who, "there is no outcome object, and it does not say so");
      }
    } else if (!ended.outcome().contains("\"exit\" : " + ended.exit() + ",")) {
      say(who, "exit " + ended.exit() + ", and its outcome object is " + ended.outcome());
    }
  }

  private void instant(String who, Published published) {
    List<String> rows = published.rows(subject.world, Source.LINES_OF_FILES);
    int version = subject.source.versionOf(rows);
    if (version < Math.max(1, task.since())) {
      say(
          who,
          "%d rows are published that are no instant of the source since then, such as %s"
              .formatted(rows.size(), rows.stream().limit(2).toList()));
    }
  }

  /** What readers saw, each thing once; anything but the states that were to be is a problem. */
  List<String> readers(List<Published> seen, List<Published> states) {
    Map<String, Map<String, String>> known = new TreeMap<>();
    for (Published state : states) {
      for (String location : locations(state)) {
        Map<String, String> files = files(state, location);
        if (!known.getOrDefault(location, files).equals(files)) {
          say("readers", "files of a published place changed: " + location);
        }
        known.put(location, files);
      }
    }
    Set<String> labels = new LinkedHashSet<>();
    for (Published each : seen) {
      labels.add(label(each, states, known));
    }
    return List.copyOf(labels);
  }

  private String label(
      Published seen, List<Published> states, Map<String, Map<String, String>> known) {
    Published before = states.get(0);
    if (seen.partition() == null && before.partition() != null) {
      say("readers", "the day vanished");
      return "vanished";
    }
    for (String location : locations(seen)) {
      Map<String, String> files = files(seen, location);
      if (files.isEmpty() || !files.equals(known.get(location))) {
        say("readers", "saw " + files.size() + " files at " + location + " that nobody published");
        return files.isEmpty() ? "empty" : "mixed";
      }
    }
    String partition = same(seen.partition(), before.partition()) ? "old" : "new";
    String latest = same(seen.latest(), before.latest()) ? "old" : "new";
    return partition.equals(latest) ? partition : "day " + partition + ", latest " + latest;
  }

  private static List<String> locations(Published state) {
    List<String> locations = new ArrayList<>();
    for (String location : new String[] {state.partition(), state.latest()}) {
      if (location != null) {
        locations.add(location);
      }
    }
    return locations;
  }

  private Map<String, String> files(Published state, String location) {
    String prefix = location.substring(subject.world.lake.length() + 1);
    Map<String, String> files = new TreeMap<>(state.files());
    files.keySet().removeIf(key -> !key.startsWith(prefix));
    return files;
  }

  void say(String who, String problem) {
    problems.add(who + ": " + problem);
  }

  private static boolean same(Object one, Object other) {
    return java.util.Objects.equals(one, other);
  }
}
