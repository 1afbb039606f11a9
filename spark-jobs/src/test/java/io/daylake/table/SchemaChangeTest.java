package io.daylake.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaChangeTest {
  private static final Column ID = new Column("id", "int", "int");
  private static final Column KIND = new Column("kind", "string", "varchar(9)");
  private static final Column FEE = new Column("fee", "decimal(9,2)", "decimal(9,2)");

  @Test
  void nothingIsNewWhereOnlyTheSourcesOwnTypeIsAnother() {
    Column longer = new Column("kind", "string", "varchar(99)");

    assertThat(SchemaChange.between(List.of(ID, KIND), List.of(ID, longer))).isEmpty();
  }

  @Test
  void aRenamedColumnIsOneThatIsGoneAndOneThatIsNew() {
    assertThat(told(List.of(ID, KIND), List.of(ID, new Column("sort", "string", null))))
        .containsExactly("column 'kind' dropped", "column 'sort' added as string");
  }

  @Test
  void aNewColumnMovesNone() {
    assertThat(told(List.of(ID, FEE), List.of(KIND, ID, FEE)))
        .containsExactly("column 'kind' added as string");
    assertThat(told(List.of(ID, KIND, FEE), List.of(FEE, KIND)))
        .containsExactly(
            "column 'id' dropped",
            "column 'fee' moved from place 2 to place 1",
            "column 'kind' moved from place 1 to place 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tinyint       | smallint      | widened
          smallint      | bigint        | widened
          bigint        | int           | narrowed
          decimal(9,2)  | decimal(38,2) | widened
          decimal(12,2) | decimal(9,2)  | narrowed
          decimal(9,2)  | decimal(12,4) | changed
          decimal(9,2)  | decimal(9,4)  | changed
          float         | double        | changed
          double        | float         | changed
          bigint        | decimal(20,0) | changed
          int           | string        | changed
          date          | timestamp     | changed
          boolean       | tinyint       | changed
          binary        | string        | changed
          """)
  void typesAreWiderWhereAthenaWasSeenToReadTheNarrowerFilesRight(
      String from, String to, String change) {
    assertThat(told(List.of(new Column("c", from, null)), List.of(new Column("c", to, null))))
        .containsExactly("column 'c' %s from %s to %s".formatted(change, from, to));
  }

  private static List<String> told(List<Column> before, List<Column> now) {
    return SchemaChange.between(before, now).stream().map(SchemaChange::told).toList();
  }
}
