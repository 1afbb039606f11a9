package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceScriptTest {
  @Test
  void aStatementEndsWithASemicolonAtTheEndOfALine() {
    String text =
        """
        -- a comment that ends so;
        select ';' as a,
          'b;c' as d;

        select 2;
        select 3
        """;

    assertThat(SourceScript.of(text).statements())
        .containsExactly("select ';' as a,\n  'b;c' as d", "select 2", "select 3");
  }

  @Test
  void theRowsGoWhereTheScriptLoadsAFile() {
    assertThat(SourceScript.takesRows("LOAD DATA\n LOCAL INFILE 'rows.csv' into table t")).isTrue();
    assertThat(SourceScript.takesRows("select 'load data local infile'")).isFalse();
  }
}
