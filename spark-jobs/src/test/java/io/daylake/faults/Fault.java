package io.daylake.faults;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Something that can go wrong at an edge.
 *
 * @param what it does, in the words of the local AWS's rules or of {@link DatabaseProxy}
 * @param rule what else a rule of the local AWS says
 * @param always whether it happens at each such call from then on, or once
 * @param exits how a command may end that met it
 */
record Fault(
    String name,
    Kind kind,
    String what,
    Map<String, Object> rule,
    boolean always,
    Set<Integer> exits) {
  enum Kind {
    /** Of any call of AWS. */
    CALL,
    /** Of a call that changes something: it is done all the same. */
    WRITING_CALL,
    /** Of a call that answers with a body. */
    READING_CALL,
    /** Of what is said to the database. */
    STATEMENT,
    /** Of the files, just before they are listed to be judged. */
    FILES,
    /** Of the process that is at the edge. */
    PROCESS,
    /** Of the disk on which files wait for their upload. */
    DISK,
    /** Of the clock of the process that is at the edge. */
    CLOCK
  }

  /** The program may have got over it, or says that it is to be tried again, or does not know. */
  static final Set<Integer> PASSING = Set.of(0, 4, 5);

  static final Set<Integer> SURVIVED = Set.of(0);
  static final Set<Integer> TRY_AGAIN = Set.of(4, 5);
  static final Set<Integer> DENIED = Set.of(2);
  static final Set<Integer> REFUSED = Set.of(3);

  /** What a shell makes of the signals. */
  static final Set<Integer> KILLED = Set.of(137, 143);

  static Fault of(Kind kind, String name, String what, Set<Integer> exits) {
    return new Fault(name, kind, what, Map.of(), false, exits);
  }

  Fault with(String key, Object value) {
    Map<String, Object> more = new TreeMap<>(rule);
    more.put(key, value);
    return new Fault(name, kind, what, more, always, exits);
  }

  Fault named(String other) {
    return new Fault(other, kind, what, rule, always, exits);
  }

  Fault always(Set<Integer> exitsThen) {
    return new Fault(name + ", each time", kind, what, rule, true, exitsThen);
  }

  /** Whether the command needs a process of its own. */
  boolean apart() {
    return kind == Kind.PROCESS || kind == Kind.DISK || kind == Kind.CLOCK;
  }

  /** Whether this machine lets us do it. */
  boolean possible() {
    return kind != Kind.DISK || FullDisk.POSSIBLE;
  }

  boolean fits(Stage stage) {
    if (stage.edge() instanceof Edge.Call call) {
      boolean listing =
          call.operation().equals("ListObjectsV2") && stage.command().equals("ingest");
      return kind == Kind.CALL
          || (kind == Kind.FILES && listing)
          || ((kind == Kind.PROCESS || kind == Kind.CLOCK) && stage.deadly())
          || (kind == Kind.DISK && stage.name().equals("upload a file") && stage.deadly())
          || kind == (call.writes() ? Kind.WRITING_CALL : Kind.READING_CALL);
    }
    if (what.equals(Crowd.NAME)) {
      return stage.name().startsWith("connect");
    }
    return kind == Kind.STATEMENT
        || (kind == Kind.CLOCK && stage.deadly())
        || (kind == Kind.PROCESS && stage.deadly() && !what.equals("kill-after"));
  }
}
