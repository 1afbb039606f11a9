package io.daylake;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import io.daylake.failure.OneLine;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Rows under a header, for people; a cell without a value is empty. */
final class TextTable {
  private static final int WIDEST = 100;

  private TextTable() {}

  static Column left(String header) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .maxWidth(WIDEST, OverflowBehaviour.ELLIPSIS_RIGHT);
  }

  static Column right(String header) {
    return left(header).headerAlign(HorizontalAlign.RIGHT).dataAlign(HorizontalAlign.RIGHT);
  }

  static String of(List<Column> columns, List<? extends List<?>> rows) {
    return AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .data(
            columns.toArray(Column[]::new),
            rows.stream().map(TextTable::cells).toArray(Object[][]::new))
        .asString()
        .lines()
        .map(line -> " " + line.stripTrailing())
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static Object[] cells(List<?> row) {
    return row.stream().map(cell -> OneLine.of(Objects.toString(cell, ""))).toArray();
  }
}
