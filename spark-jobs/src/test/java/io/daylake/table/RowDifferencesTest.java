package io.daylake.table;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createDecimalType;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.TestSpark;
import io.daylake.table.RowDifferences.Kind;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Values that are the same although they look otherwise, and the other way round. */
class RowDifferencesTest {
  @Test
  void aTypeThatHoldsTheValuesOfBoth() {
    assertThat(Texts.common(IntegerType, IntegerType)).isEqualTo(IntegerType);
    assertThat(Texts.common(IntegerType, LongType)).isEqualTo(createDecimalType(20, 0));
    assertThat(Texts.common(createDecimalType(9, 1), createDecimalType(5, 3)))
        .isEqualTo(createDecimalType(11, 3));
    assertThat(Texts.common(createDecimalType(38, 0), createDecimalType(38, 38)))
        .isEqualTo(StringType);
    assertThat(Texts.common(FloatType, IntegerType)).isEqualTo(DoubleType);
    assertThat(Texts.common(DateType, StringType)).isEqualTo(StringType);
  }

  @Test
  void nullIsTheSameAsNullAndNoNumberAsNoNumber() {
    Dataset<Row> from = rows("(1, null, double('NaN'), 0.0D), (2, 'a', 1.0D, 1.0D)");
    Dataset<Row> to = rows("(1, null, double('NaN'), -0.0D), (2, null, 1.0D, 1.0D)");

    try (RowDifferences byKey = RowDifferences.byKey(from, to, List.of("id"))) {
      assertThat(byKey.counts())
          .containsEntry(Kind.ADDED, 0L)
          .containsEntry(Kind.REMOVED, 0L)
          .containsEntry(Kind.CHANGED, 1L);
      assertThat(byKey.changes()).containsExactly(java.util.Map.entry("text", 1L));
      assertThat(byKey.first(Kind.CHANGED, 9).get(0).to()).containsEntry("text", null);
    }
    try (RowDifferences whole = RowDifferences.byWholeRows(from, to)) {
      assertThat(whole.counts()).containsEntry(Kind.ADDED, 1L).containsEntry(Kind.REMOVED, 1L);
    }
  }

  @Test
  void aKeyOfSeveralColumnsAndNothingBeside() {
    Dataset<Row> from = rows("(1, 'a', 1D, 1D), (1, 'b', 1D, 1D)").select("id", "text");
    Dataset<Row> to = rows("(1, 'b', 2D, 2D), (2, 'a', 1D, 1D)").select("id", "text");

    try (RowDifferences byKey = RowDifferences.byKey(from, to, List.of("id", "text"))) {
      assertThat(byKey.counts().values()).containsExactly(1L, 1L, 0L);
      assertThat(byKey.first(Kind.REMOVED, 9).get(0).from()).containsEntry("text", "a");
    }
  }

  @Test
  void onlyTheFirstRowsComeAndAVeryLongTextIsCut() {
    Dataset<Row> from = rows("(0, 'a', 1D, 1D)");
    Dataset<Row> to =
        TestSpark.session()
            .range(100)
            .selectExpr(
                "cast(99 - id as int) as id", "repeat('é', 1001) as text", "1D as x", "1D as y");

    try (RowDifferences byKey = RowDifferences.byKey(from, to, List.of("id"))) {
      assertThat(byKey.counts().values()).containsExactly(99L, 0L, 1L);
      assertThat(byKey.first(Kind.ADDED, 3))
          .extracting(row -> row.to().get("id"))
          .containsExactly("1", "2", "3");
      assertThat(byKey.first(Kind.ADDED, 1).get(0).to().get("text"))
          .isEqualTo("é".repeat(1000) + "…");
    }
  }

  private static Dataset<Row> rows(String values) {
    return TestSpark.session()
        .sql("select * from values " + values + " as rows(id, text, x, y)")
        .selectExpr("id", "cast(text as string) as text", "x", "y");
  }
}
