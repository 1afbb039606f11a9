package io.daylake;

import io.daylake.catalog.Pointers;
import io.daylake.failure.OneLine;
import io.daylake.receipt.Outcome;
import io.daylake.receipt.Receipt;
import io.daylake.table.StagedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A run in lines for people: facts first, then checks, stages and columns as tables. */
final class RunPage {
  private final List<String> lines = new ArrayList<>();

  private RunPage() {}

  static List<String> of(Show.Found found) {
    RunPage page = new RunPage();
    page.add(found.raw());
    page.add(found.curated());
    found.outcomes().forEach(page::add);
    return page.lines;
  }

  private void add(Show.Shown shown) {
    if (shown == null) {
      return;
    }
    Receipt receipt = shown.receipt();
    lines.add("%s.%s of %s".formatted(receipt.database(), receipt.table(), receipt.day()));
    fact("run", receipt.run() + "-" + receipt.attempt() + (receipt.late() ? ", late" : ""));
    fact("state", Runs.told(receipt.state(), shown.current()));
    fact("rows", rows(receipt));
    facts(receipt.source());
    facts(receipt.reconciliation());
    facts(receipt.pointers());
    fact("files", receipt.location());
    fact("receipt", shown.uri());
    fact("made by", made(receipt));
    table(checks(receipt));
    table(stages(receipt));
    table(columns(receipt));
    lines.add("");
  }

  private void fact(String name, String value) {
    if (value != null && !value.isEmpty()) {
      lines.add("  %-9s %s".formatted(name, OneLine.of(value)));
    }
  }

  private void table(String table) {
    if (table != null) {
      lines.add("");
      lines.add(table);
    }
  }

  private void facts(Receipt.Source source) {
    if (source == null) {
      return;
    }
    fact(
        "as of", source.snapshotAt() + (source.position() == null ? "" : ", " + source.position()));
    Receipt.Read read = source.read();
    if (read == null) {
      fact("from", source.receipt());
      return;
    }
    fact(
        "read",
        "%s, %s, by %d at once, %s%s"
            .formatted(
                source.table(),
                read.key().isEmpty() ? "no key" : "key " + read.key(),
                read.readers(),
                read.lockedMillis() == null
                    ? "without a lock"
                    : "locked for %.0f ms".formatted(read.lockedMillis()),
                read.note() == null ? "" : " (" + read.note() + ")"));
  }

  private void facts(Receipt.Reconciliation compared) {
    if (compared != null) {
      fact(
          "compared",
          "with the source by %s, %.1f s of the server"
              .formatted(compared.by(), compared.serverSeconds()));
    }
  }

  private void facts(Pointers pointers) {
    if (pointers != null) {
      fact("partition", Telling.told(pointers.partition()));
      fact("latest", Telling.told(pointers.latest()));
    }
  }

  private static String rows(Receipt receipt) {
    return receipt.counts() == null
        ? null
        : "%,d in %d files, %,d bytes"
            .formatted(
                receipt.counts().fileRows(),
                receipt.files().size(),
                receipt.files().stream().mapToLong(StagedFile::size).sum());
  }

  private static String made(Receipt receipt) {
    return String.join(
        ", ",
        receipt.versions().entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .toList());
  }

  private static String checks(Receipt receipt) {
    return receipt.checks().isEmpty()
        ? null
        : TextTable.of(
            List.of(TextTable.left("CHECK"), TextTable.left("RESULT"), TextTable.left("OFFENDING")),
            receipt.checks().stream()
                .map(
                    check ->
                        List.of(
                            check.name(),
                            check.passed() ? "passed" : "failed",
                            String.join(", ", check.offending())))
                .toList());
  }

  private static String stages(Receipt receipt) {
    return receipt.stages().isEmpty()
        ? null
        : TextTable.of(
            List.of(TextTable.left("STAGE"), TextTable.right("SECONDS"), TextTable.right("BYTES")),
            receipt.stages().stream()
                .map(
                    stage ->
                        Arrays.asList(
                            stage.name(),
                            "%.2f".formatted(stage.seconds()),
                            stage.bytes() == null ? "" : "%,d".formatted(stage.bytes())))
                .toList());
  }

  private static String columns(Receipt receipt) {
    return receipt.schema().isEmpty()
        ? null
        : TextTable.of(
            List.of(
                TextTable.left("COLUMN"), TextTable.left("TYPE"), TextTable.left("AT THE SOURCE")),
            receipt.schema().stream()
                .map(
                    column ->
                        List.of(
                            column.name(),
                            column.type(),
                            Objects.toString(column.sourceType(), "")))
                .toList());
  }

  private void add(Outcome outcome) {
    lines.add(
        OneLine.of(
            "%s ended at %s with exit %d: %s%s"
                .formatted(
                    outcome.command(),
                    outcome.endedAt(),
                    outcome.exit(),
                    outcome.sentence(),
                    outcome.whatToDo() == null ? "" : "; " + outcome.whatToDo())));
  }
}
