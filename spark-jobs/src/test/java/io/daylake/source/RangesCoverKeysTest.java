package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.OwnDatabase;
import io.daylake.support.World;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the keys, each is in exactly one range: those that were there when the ranges were
 * planned and those that came later. The server itself says so, by its own order of keys.
 * Subclasses say which server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RangesCoverKeysTest {
  private static final int KEYS = 300;

  private OwnDatabase server;
  private World world;
  private Database database;

  /** Runs until it is closed; asked once. */
  abstract OwnDatabase start(Path folder);

  /** Collations that only this server has, each with its character set. */
  abstract List<String> collations();

  /** A kind of key: its columns, and a maker of random keys as SQL, extremes among them. */
  record Kind(String columns, String key, Function<Random, String> values) {
    @Override
    public String toString() {
      return columns;
    }
  }

  @BeforeAll
  void makesAWorld(@TempDir Path temporary) {
    server = start(temporary.resolve("database"));
    world = new World(server.environment(), temporary);
    database = new Database(world.secret);
  }

  @AfterAll
  void stops() {
    if (world != null) {
      world.close();
    }
    if (server != null) {
      server.close();
    }
  }

  Stream<Kind> kinds() {
    Stream<Kind> texts =
        Stream.concat(
                collations().stream(),
                Stream.of(
                    "utf8mb4 collate utf8mb4_bin",
                    "utf8mb4 collate utf8mb4_general_ci",
                    "utf8mb4 collate utf8mb4_unicode_ci",
                    "latin1 collate latin1_swedish_ci",
                    "ucs2 collate ucs2_general_ci",
                    "sjis collate sjis_japanese_ci"))
            .flatMap(
                collation ->
                    Stream.of("varchar(12)", "char(12)")
                        .map(
                            type ->
                                one(
                                    type + " character set " + collation,
                                    RangesCoverKeysTest::text)));
    Stream<Kind> others =
        Stream.of(
            one("bigint", random -> number(random, Long.MIN_VALUE, Long.MAX_VALUE)),
            one(
                "bigint unsigned",
                random -> Long.toUnsignedString(pick(random, 0, -1, random.nextLong()))),
            one("tinyint", random -> number(random, -128, 127)),
            one("tinyint(1)", random -> number(random, 0, 1)),
            one("bit(9)", random -> number(random, 0, 511)),
            one("year", random -> number(random, 1901, 2155)),
            one(
                "decimal(38,9)",
                random -> random.nextLong() + "." + (100_000_000 + random.nextInt(900_000_000))),
            one("binary(16)", random -> bytes(random, 16)),
            one("varbinary(6)", random -> bytes(random, random.nextInt(7))),
            one("date", random -> "'" + number(random, 1000, 9998) + "-02-28'"),
            one(
                "datetime(6)",
                random ->
                    "'%s-01-31 23:59:59.%06d'"
                        .formatted(number(random, 1000, 9999), random.nextInt(1_000_000))),
            one(
                "timestamp(3)",
                random ->
                    "'%s-06-30 00:00:00.%03d'"
                        .formatted(number(random, 1971, 2037), random.nextInt(1000))),
            one(
                "time(2)",
                random ->
                    "'%s:59:59.%02d'".formatted(number(random, -838, 837), random.nextInt(100))),
            new Kind(
                "a varchar(3) character set utf8mb4 collate utf8mb4_general_ci, b int, c date",
                "a, b, c",
                random ->
                    "left("
                        + text(random)
                        + ", 3)"
                        + ", "
                        + number(random, -3, 3)
                        + ", '2016-01-0"
                        + (1 + random.nextInt(9))
                        + "'"),
            new Kind(
                "a int unsigned, b varbinary(3)",
                "a, b",
                random -> random.nextInt(4) + ", " + bytes(random, random.nextInt(4))));
    return Stream.concat(texts, others);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKeyIsInExactlyOneRange(Kind kind) throws SQLException {
    for (int seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      world.sql(
          "drop table if exists keyed",
          "create table keyed (" + kind.columns() + ", primary key (" + kind.key() + "))",
          rows(kind, random, KEYS));
      List<String> key = List.of(kind.key().split(", "));
      SourceTable table = SourceTables.read(database, "keyed", key, new Limits(1, true, 60, true));
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        ReadPlan plan = KeyWalk.plan(connection, table, 2 + random.nextInt(6));
        world.sql(rows(kind, random, KEYS));
        List<String> quoted = table.keyColumns().stream().map(SourceColumn::quoted).toList();
        String times =
            plan.ranges().stream()
                .map(range -> range.condition(quoted))
                .map(condition -> "(" + (condition == null ? "true" : condition) + ")")
                .collect(Collectors.joining(" + "));
        String strays =
            View.text(connection, "select count(*) from keyed where (" + times + ") <> 1");

        assertThat(strays).as("seed %d, ranges %s", seed, plan.ranges()).isEqualTo("0");
        assertThat(View.text(connection, "select count(*) > 1 from keyed")).isEqualTo("1");
        assertThat(plan.readers()).as("readers").isGreaterThan(1);
      }
    }
  }

  private static Kind one(String type, Function<Random, String> values) {
    return new Kind("k " + type, "k", values);
  }

  private static String rows(Kind kind, Random random, int count) {
    return Stream.generate(() -> kind.values().apply(random))
        .limit(count)
        .collect(Collectors.joining("), (", "insert ignore into keyed values (", ")"));
  }

  /** Short words of few letters, so that they meet: both cases, accents, spaces at their ends. */
  private static String text(Random random) {
    String letters = "aAbBzZ  0_%é";
    StringBuilder text = new StringBuilder("'");
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.append("'").toString();
  }

  private static String bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return "x'" + HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT) + "'";
  }

  private static String number(Random random, long least, long greatest) {
    long any = least + (long) (random.nextDouble() * ((double) greatest - (double) least));
    return Long.toString(pick(random, least, greatest, any));
  }

  /** One of the ends now and then, else {@code any}. */
  private static long pick(Random random, long least, long greatest, long any) {
    return switch (random.nextInt(20)) {
      case 0 -> least;
      case 1 -> greatest;
      default -> any;
    };
  }
}
