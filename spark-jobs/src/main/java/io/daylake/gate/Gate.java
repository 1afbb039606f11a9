package io.daylake.gate;

import io.daylake.table.ListedFile;
import io.daylake.table.StagedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges staged files by evidence alone: it reads nothing and writes nothing. */
public final class Gate {
  private Gate() {}

  public static Verdict judge(Evidence evidence) {
    List<Check> checks = new ArrayList<>();
    checks.add(rowsAgree(evidence));
    checks.add(notEmpty(evidence));
    if (evidence.reconciled() != null) {
      checks.add(
          new Check("files hold exactly the source's rows", evidence.reconciled().differences()));
    }
    if (evidence.badKeys() != null) {
      checks.add(new Check("key is unique and not null", evidence.badKeys()));
    }
    checks.add(filesAreOurs(evidence));
    checks.add(everyRuleWasAsked(evidence));
    checks.addAll(evidence.ruled());
    return checks.stream().allMatch(Check::passed)
        ? new Passed(evidence.staged(), checks)
        : new Failed(evidence.staged(), checks);
  }

  private static Check rowsAgree(Evidence evidence) {
    long expected = evidence.expectedRows();
    long inFiles = evidence.staged().rows();
    return new Check(
        "files hold all rows",
        expected == inFiles
            ? List.of()
            : List.of(expected + " rows read, " + inFiles + " in the files"));
  }

  private static Check notEmpty(Evidence evidence) {
    boolean refused = evidence.expectedRows() == 0 && !evidence.mayBeEmpty();
    return new Check(
        "not empty", refused ? List.of("no rows (allow it by may-be-empty = true)") : List.of());
  }

  private static Check filesAreOurs(Evidence evidence) {
    Set<ListedFile> staged =
        evidence.staged().files().stream().map(StagedFile::listed).collect(Collectors.toSet());
    Set<ListedFile> listed = new HashSet<>(evidence.listed());
    List<String> offending = new ArrayList<>();
    for (ListedFile file : listed) {
      if (!staged.contains(file)) {
        offending.add("not staged, or changed since: " + file.key());
      }
    }
    for (ListedFile file : staged) {
      if (!listed.contains(file)) {
        offending.add("staged, but not there as it was: " + file.key());
      }
    }
    return new Check("prefix holds the staged files only", offending.stream().sorted().toList());
  }

  private static Check everyRuleWasAsked(Evidence evidence) {
    Set<String> asked = evidence.ruled().stream().map(Check::name).collect(Collectors.toSet());
    return new Check(
        "every rule was asked",
        evidence.rules().stream().filter(rule -> !asked.contains(rule)).sorted().toList());
  }
}
