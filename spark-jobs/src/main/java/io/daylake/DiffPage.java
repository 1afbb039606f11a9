package io.daylake;

import com.github.freva.asciitable.Column;
import io.daylake.table.RowDifferences.Different;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The differences of two runs in lines for people. */
final class DiffPage {
  private final Compared compared;
  private final List<List<Object>> rows = new ArrayList<>();

  private DiffPage(Compared compared) {
    this.compared = compared;
  }

  static List<String> of(Compared compared) {
    DiffPage page = new DiffPage(compared);
    List<String> lines = new ArrayList<>();
    lines.add(
        compared.table()
            + (compared.by().isEmpty()
                ? ", by whole rows"
                : ", by (" + String.join(", ", compared.by()) + ")"));
    lines.add(
        TextTable.of(
            List.of(
                TextTable.left(""),
                TextTable.left("RUN"),
                TextTable.left("DAY"),
                TextTable.left("AS OF"),
                TextTable.right("ROWS")),
            List.of(side("from", compared.from()), side("to", compared.to()))));
    lines.addAll(page.columns());
    lines.add(page.counts());
    page.rows("+", compared.first().added(), row -> page.whole(row.to()));
    page.rows("-", compared.first().removed(), row -> page.whole(row.from()));
    page.rows("~", compared.first().changed(), DiffPage::changes);
    if (!page.rows.isEmpty()) {
      lines.add(page.table());
    }
    if (page.rows.size() < compared.added() + compared.removed() + compared.changed()) {
      lines.add("  and more: --rows says how many of each to show");
    }
    return lines;
  }

  private static List<Object> side(String name, Compared.Side side) {
    return List.of(name, side.run(), side.day(), side.snapshotAt(), "%,d".formatted(side.rows()));
  }

  private List<String> columns() {
    List<String> lines = new ArrayList<>();
    add(lines, "only in from", compared.columnsOnlyFrom());
    add(lines, "only in to", compared.columnsOnlyTo());
    add(
        lines,
        "of another type",
        compared.columnsOfOtherType().stream()
            .map(each -> "%s (%s -> %s)".formatted(each.column(), each.from(), each.to()))
            .toList());
    add(lines, "left out, as they tell the run's day", compared.columnsLeftOut());
    return lines;
  }

  private static void add(List<String> lines, String what, List<String> columns) {
    if (!columns.isEmpty()) {
      lines.add("  columns %s: %s".formatted(what, String.join(", ", columns)));
    }
  }

  private String counts() {
    String counts = "  %,d added, %,d removed".formatted(compared.added(), compared.removed());
    if (compared.by().isEmpty()) {
      return counts;
    }
    String columns =
        compared.changedByColumn().entrySet().stream()
            .map(each -> "%s %,d".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "));
    return counts
        + ", %,d changed".formatted(compared.changed())
        + (columns.isEmpty() ? "" : " (" + columns + ")");
  }

  private void rows(String sign, List<Different> different, Function<Different, String> told) {
    for (Different row : different) {
      Map<String, String> known = row.to() == null ? row.from() : row.to();
      List<Object> cells = new ArrayList<>(List.of(sign));
      compared.by().forEach(name -> cells.add(String.valueOf(known.get(name))));
      cells.add((row.copies() == 1 ? "" : row.copies() + " times ") + told.apply(row));
      rows.add(cells);
    }
  }

  private String whole(Map<String, String> row) {
    return row.entrySet().stream()
        .filter(value -> !compared.by().contains(value.getKey()))
        .map(value -> value.getKey() + "=" + value.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String changes(Different row) {
    return row.changed().stream()
        .map(name -> "%s: %s -> %s".formatted(name, row.from().get(name), row.to().get(name)))
        .collect(Collectors.joining(", "));
  }

  private String table() {
    List<Column> columns = new ArrayList<>(List.of(TextTable.left("")));
    compared.by().forEach(name -> columns.add(TextTable.left(name.toUpperCase(Locale.ROOT))));
    columns.add(TextTable.left("ROW"));
    return TextTable.of(columns, rows);
  }
}
