package io.daylake.table;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * What became of the rows between two snapshots that have the same columns. Rows are compared where
 * they are; counts and a few rows come to the driver.
 */
public final class RowDifferences implements AutoCloseable {
  /** What may become of a row. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /**
   * A row that differs.
   *
   * @param copies how many of it
   * @param changed columns that are not as before; none but for a changed row
   * @param from its values as texts, null where it was not there
   * @param to its values as texts, null where it is not there
   */
  public record Different(
      long copies, List<String> changed, Map<String, String> from, Map<String, String> to) {}

  // names that no column of the lake has
  private static final String KIND = "#kind";
  private static final String COPIES = "#copies";
  private static final String CHANGED = "#changed";
  private static final String FROM = "#from";
  private static final String TO = "#to";

  private final List<String> order;
  private final List<String> columns;
  private final Dataset<Row> different;

  private RowDifferences(List<String> columns, List<String> order, Dataset<Row> different) {
    this.columns = columns;
    this.order = order;
    // asked several times, and as large as the differences are
    this.different = different.persist(StorageLevel.DISK_ONLY());
  }

  /** Rows are the same where their key is; it names each row of either once. */
  public static RowDifferences byKey(Dataset<Row> from, Dataset<Row> to, List<String> key) {
    List<String> columns = List.of(from.columns());
    Column same =
        key.stream().map(name -> at(FROM, name).equalTo(at(TO, name))).reduce(Column::and).get();
    Column[] changed =
        columns.stream()
            .filter(name -> !key.contains(name))
            .map(
                name ->
                    when(at(FROM, name).eqNullSafe(at(TO, name)), lit(null)).otherwise(lit(name)))
            .toArray(Column[]::new);
    Column names =
        changed.length == 0 ? array().cast("array<string>") : array_compact(array(changed));
    Column kind =
        when(col(FROM).isNull(), lit(Kind.ADDED.name()))
            .when(col(TO).isNull(), lit(Kind.REMOVED.name()))
            .when(size(names).gt(0), lit(Kind.CHANGED.name()));
    return new RowDifferences(
        columns,
        key,
        packed(from, columns, FROM)
            .join(packed(to, columns, TO), same, "full_outer")
            .select(kind.as(KIND), lit(1L).as(COPIES), names.as(CHANGED), col(FROM), col(TO))
            .where(col(KIND).isNotNull()));
  }

  /** Rows are the same where all of them is, and each counts as often as it is there. */
  public static RowDifferences byWholeRows(Dataset<Row> from, Dataset<Row> to) {
    List<String> columns = List.of(from.columns());
    Dataset<Row> counted =
        from.withColumn(COPIES, lit(-1L))
            .unionByName(to.withColumn(COPIES, lit(1L)))
            .groupBy(columns.stream().map(RowDifferences::named).toArray(Column[]::new))
            .agg(sum(COPIES).as(COPIES))
            .where(col(COPIES).notEqual(0));
    Column row = struct(columns.stream().map(RowDifferences::named).toArray(Column[]::new));
    Column added = col(COPIES).gt(0);
    return new RowDifferences(
        columns,
        columns,
        counted.select(
            when(added, lit(Kind.ADDED.name())).otherwise(lit(Kind.REMOVED.name())).as(KIND),
            abs(col(COPIES)).as(COPIES),
            array().cast("array<string>").as(CHANGED),
            when(added, lit(null)).otherwise(row).as(FROM),
            when(added, row).as(TO)));
  }

  /** How many rows of each kind. */
  public Map<Kind, Long> counts() {
    Map<Kind, Long> counts = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      counts.put(kind, 0L);
    }
    different
        .groupBy(KIND)
        .agg(sum(COPIES))
        .collectAsList()
        .forEach(row -> counts.put(Kind.valueOf(row.getString(0)), row.getLong(1)));
    return counts;
  }

  /** In how many rows each column changed, the most frequent first. */
  public Map<String, Long> changes() {
    Map<String, Long> changes = new LinkedHashMap<>();
    different
        .where(col(KIND).equalTo(Kind.CHANGED.name()))
        .select(explode(col(CHANGED)).as(CHANGED))
        .groupBy(CHANGED)
        .agg(count(lit(1)).as(COPIES))
        .orderBy(col(COPIES).desc(), col(CHANGED))
        .collectAsList()
        .forEach(row -> changes.put(row.getString(0), row.getLong(1)));
    return changes;
  }

  /** The first rows of a kind, in the order of their keys. */
  public List<Different> first(Kind kind, int atMost) {
    Column[] sorted =
        order.stream().map(name -> coalesce(at(FROM, name), at(TO, name))).toArray(Column[]::new);
    List<Different> first = new ArrayList<>();
    different
        .where(col(KIND).equalTo(kind.name()))
        .orderBy(sorted)
        .limit(atMost)
        .select(col(COPIES), col(CHANGED), texts(FROM), texts(TO))
        .collectAsList()
        .forEach(
            row ->
                first.add(
                    new Different(row.getLong(0), row.getList(1), values(row, 2), values(row, 3))));
    return first;
  }

  @Override
  public void close() {
    different.unpersist();
  }

  private Column texts(String side) {
    StructType types = (StructType) different.schema().apply(side).dataType();
    Column[] texts =
        columns.stream()
            .map(name -> Texts.of(at(side, name), types.apply(name).dataType()))
            .toArray(Column[]::new);
    return when(col(side).isNotNull(), array(texts));
  }

  private Map<String, String> values(Row row, int at) {
    if (row.isNullAt(at)) {
      return null;
    }
    List<String> texts = row.getList(at);
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      values.put(columns.get(i), texts.get(i));
    }
    return values;
  }

  private static Dataset<Row> packed(Dataset<Row> rows, List<String> columns, String side) {
    return rows.select(
        struct(columns.stream().map(RowDifferences::named).toArray(Column[]::new)).as(side));
  }

  private static Column at(String side, String name) {
    return col(side).getField(name);
  }

  private static Column named(String name) {
    return col("`" + name + "`");
  }
}
