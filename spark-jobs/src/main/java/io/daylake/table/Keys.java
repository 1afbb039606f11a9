package io.daylake.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Proves that a key tells all rows apart. */
public final class Keys {
  private Keys() {}

  /** Keys that are null or not unique, a few of them; none if all is well. */
  public static List<String> bad(Dataset<Row> rows, List<String> key, int atMost) {
    Column[] columns = key.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    Column[] others = java.util.Arrays.copyOfRange(columns, 1, columns.length);
    // distinct tuples leave out those with a null, so both flaws show as a difference
    Row counts =
        rows.select(columns).agg(count(lit(1)), count_distinct(columns[0], others)).first();
    if (counts.getLong(0) == counts.getLong(1)) {
      return List.of();
    }
    Column missing = java.util.Arrays.stream(columns).map(Column::isNull).reduce(Column::or).get();
    return rows.select(columns)
        .groupBy(columns)
        .agg(count(lit(1)).as("copies of it"))
        .where(missing.or(col("copies of it").gt(1)))
        .limit(atMost)
        .toJSON()
        .collectAsList();
  }
}
