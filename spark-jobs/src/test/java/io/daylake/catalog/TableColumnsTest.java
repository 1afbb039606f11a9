package io.daylake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
  void columnsDoNotGoAndTypesOnlyGrow() {
    assertThat(after("id int", "name string")).containsExactly(ID, NAME);
    assertThat(TableColumns.after("crimes", List.of(column("id int"), NAME), List.of(ID)))
        .containsExactly(ID, NAME);
  }

  @Test
  void whatCannotBeReadAsOneColumnIsRefused() {
    assertThatThrownBy(() -> after("id double", "name binary"))
        .hasMessage(
            "Cannot publish into table 'crimes': column 'id' changed from bigint to double; column"
                + " 'name' changed from string to binary, and Athena cannot read both as one column;"
                + " change it back, give the new one another name, or publish into a table of"
                + " another name");
  }

  @Test
  void filesAreReadByColumnsAtLeastAsWide() {
    assertThatCode(() -> proves("id int", "name string")).doesNotThrowAnyException();
    assertThatThrownBy(() -> proves("id decimal(20,0)", "place string"))
        .hasMessage(
            "Cannot show these files through table 'crimes': column 'id' changed from"
                + " decimal(20,0) to bigint; the table has no column 'place' any more;"
                + " choose another run by daylake runs, or publish the day again");
  }

  private static List<Column> after(String... day) {
    return TableColumns.after("crimes", List.of(ID, NAME), columns(day));
  }

  private static void proves(String... files) {
    TableColumns.provesReadable("crimes", List.of(ID, NAME), columns(files));
  }

  private static List<Column> columns(String... texts) {
    return List.of(texts).stream().map(TableColumnsTest::column).toList();
  }

  /** Such as {@code id int}. */
  private static Column column(String text) {
    int space = text.indexOf(' ');
    return new Column(text.substring(0, space), text.substring(space + 1), null);
  }
}
