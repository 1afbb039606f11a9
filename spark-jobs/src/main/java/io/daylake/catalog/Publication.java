package io.daylake.catalog;

import io.daylake.gate.Passed;
import io.daylake.table.Column;
import java.util.List;

/**
 * What publishing will do, decided before anything is written.
 *
 * @param columns of the table afterwards: those it had, then the new ones
 */
public record Publication(Passed passed, List<Column> columns, Pointers pointers) {
  public Publication {
    columns = List.copyOf(columns);
  }
}
