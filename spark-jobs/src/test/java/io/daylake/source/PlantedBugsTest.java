package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.gate.Checksums;
import io.daylake.gate.Reconciled;
import io.daylake.support.Environment;
import io.daylake.support.TestSpark;
import io.daylake.support.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes as planners and readers make them, planted into what the readers select: the gate must
 * see each, and say where.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedBugsTest {
  private static final int ROWS = 600;
  private static final Limits LIMITS = new Limits(3, true, 60, true);

  private World world;
  private SourceTable table;
  private Database database;
  private SparkSession spark;
  private int attempts;

  record Bug(String name, UnaryOperator<List<String>> planted, List<String> says) {
    Bug(String name, UnaryOperator<List<String>> planted, String... says) {
      this(name, planted, List.of(says));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void makesATable(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    spark = TestSpark.session();
    database = new Database(world.secret);
    world.sql(
        "create table facts (id int primary key, x int, twin int, amount decimal(9,2),"
            + " seen datetime(6), word varchar(20), maybe int)",
        "insert into facts values "
            + IntStream.range(0, ROWS)
                .mapToObj(
                    i ->
                        "(%d, %d, %d, %d.25, '2016-01-04 10:11:12.%06d', 'w%d', %s)"
                            .formatted(
                                i, i % 7, i % 5, i - 300, 123 + i, i, i % 3 == 0 ? "null" : i))
                .collect(Collectors.joining(", ")));
    table = SourceTables.read(database, "facts", List.of("id"), new Limits(1, true, 60, true));
  }

  @AfterAll
  void closesTheWorld() {
    world.close();
  }

  static Stream<Bug> bugs() {
    return Stream.of(
        new Bug(
            "the first row of a range is dropped",
            selects -> change(selects, 1, select -> select + " and `id` <> 200"),
            "600 rows in the source, 599 in the files",
            "row id=200 is missing from the files"),
        new Bug(
            "a bound is off by one: a gap",
            selects -> change(selects, 1, select -> select.replaceFirst("> (\\d+)", "> $1 + 1")),
            "599 in the files",
            "is missing from the files"),
        new Bug(
            "a bound is off by one: an overlap",
            selects -> change(selects, 1, select -> select.replaceFirst("> ", ">= ")),
            "601 in the files",
            "is in the files 2 times"),
        new Bug(
            "a range is read twice, another not at all",
            selects -> List.of(selects.get(0), selects.get(1), selects.get(1)),
            "is in the files 2 times"),
        new Bug(
            "microseconds are cut",
            selects ->
                each(selects, "cast(`seen` as char)", "cast(cast(`seen` as datetime) as char)"),
            "values differ in column 'seen'",
            "column 'seen' differs"),
        new Bug(
            "milliseconds are all that is left",
            selects -> each(selects, "cast(`seen` as char)", "left(cast(`seen` as char), 23)"),
            "column 'seen' differs"),
        new Bug(
            "two columns are swapped",
            selects -> each(selects, "`x`, `twin`", "`twin`, `x`"),
            "values differ in column 'twin', 'x'"),
        new Bug(
            "a sign is lost",
            selects -> each(selects, "`amount`", "abs(`amount`)"),
            "values differ in column 'amount'"),
        new Bug(
            "one row's value sits in its neighbour's",
            selects ->
                each(selects, "`word`", "if(`id` in (7, 8), concat('w', 15 - `id`), `word`)"),
            "values differ in column 'word'",
            "row id=7: column 'word' differs",
            "row id=8: column 'word' differs"),
        new Bug(
            "NULL becomes nothing",
            selects -> each(selects, "`maybe`", "coalesce(`maybe`, 0)"),
            "values differ in column 'maybe'"),
        new Bug(
            "the greatest key was asked before the view",
            selects -> change(selects, 2, select -> select + " and `id` <= 590"),
            "591 in the files",
            "the greatest key is 599 in the source, 590 in the files"),
        new Bug(
            "the last text is cut",
            selects -> each(selects, "`word`", "left(`word`, 3)"),
            "values differ in column 'word'"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void theGateRefusesIt(Bug bug) {
    String said = String.join("\n", read(bug.planted()).differences());

    assertThat(said).as("%s", bug).contains(bug.says());
  }

  @Test
  void withoutABugThereIsNoDifference() {
    assertThat(read(selects -> selects).differences()).isEmpty();
  }

  @Test
  void keysAscendOnlyWhereNoneComesTwice() {
    assertThat(keysAscend(selects -> selects)).isTrue();
    assertThat(keysAscend(selects -> List.of(selects.get(2), selects.get(1), selects.get(0))))
        .as("files in another order")
        .isTrue();
    assertThat(keysAscend(selects -> List.of(selects.get(0), selects.get(1), selects.get(0))))
        .as("two files with the same keys")
        .isFalse();
    assertThat(keysAscend(selects -> each(selects, "`id`", "`id` - 1 + (`id` = 300)")))
        .as("a key twice in one file")
        .isFalse();
  }

  private boolean keysAscend(UnaryOperator<List<String>> planted) {
    try (Snapshot snapshot = Snapshot.of(spark, database, table, LIMITS)) {
      return read(snapshot, planted).found().keysAscend();
    }
  }

  private Reconciled read(UnaryOperator<List<String>> planted) {
    try (Snapshot snapshot = Snapshot.of(spark, database, table, LIMITS)) {
      Read read = read(snapshot, planted);
      Checksums source = read.taken().checksums();
      Checksums written = read.found().checksums();
      boolean same = source.differences(written).isEmpty();
      return new Reconciled(source, written, same ? List.of() : snapshot.differences(read.files()));
    }
  }

  private record Read(Snapshot.Taken taken, FileChecksums files, FileChecksums.Found found) {}

  private Read read(Snapshot snapshot, UnaryOperator<List<String>> planted) {
    String location = world.lake + "/facts/" + attempts++ + "/";
    List<String> selects = planted.apply(three().selects(table));
    List<String> uris =
        IntStream.range(0, selects.size()).mapToObj(i -> Readers.file(location, i)).toList();
    Snapshot.Taken taken = snapshot.read(selects, location);
    FileChecksums files = new FileChecksums(spark, table, uris);
    return new Read(taken, files, files.compute());
  }

  private static ReadPlan three() {
    return new ReadPlan(
        List.of(
            new KeyRange(null, List.of("199")),
            new KeyRange(List.of("199"), List.of("399")),
            new KeyRange(List.of("399"), null)));
  }

  private static List<String> each(List<String> selects, String what, String by) {
    return selects.stream()
        .map(
            select -> {
              int from = select.indexOf(" from ");
              assertThat(select.substring(0, from)).contains(what);
              return select.substring(0, from).replace(what, by) + select.substring(from);
            })
        .toList();
  }

  private static List<String> change(
      List<String> selects, int which, UnaryOperator<String> change) {
    List<String> changed = new ArrayList<>(selects);
    changed.set(which, change.apply(selects.get(which)));
    assertThat(changed).isNotEqualTo(selects);
    return changed;
  }
}
