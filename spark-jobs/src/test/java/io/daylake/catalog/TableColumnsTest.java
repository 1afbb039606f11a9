package io.daylake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daylake.table.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableColumnsTest {
  private static final Column ID = new Column("id", "bigint", null);
  private static final Column NAME = new Column("name", "string", null);
  private static final Column PLACE = new Column("place", "string", null);

  @Test
  void newColumnsComeLast() {
    assertThat(TableColumns.after("crimes", List.of(ID, NAME), List.of(PLACE, NAME, ID)))
        .containsExactly(ID, NAME, PLACE);
    assertThat(TableColumns.after("crimes", List.of(), List.of(ID, NAME)))
        .containsExactly(ID, NAME);
  }

  @Test
  void columnsDoNotGoAndDoNotChange() {
    assertThatThrownBy(
            () ->
                TableColumns.after(
                    "crimes", List.of(ID, NAME), List.of(new Column("id", "string", null))))
        .hasMessage(
            "Cannot publish into table 'crimes': column 'id' changed from bigint to string; column 'name' is gone;"
                + " bring the columns back, or publish into a table of another name");
  }
}
