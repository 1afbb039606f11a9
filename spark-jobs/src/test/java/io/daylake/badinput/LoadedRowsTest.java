package io.daylake.badinput;

import static io.daylake.badinput.Export.bad;
import static io.daylake.badinput.Export.good;
import static io.daylake.badinput.Export.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.CrimeRows;
import io.daylake.support.Environment;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exports that are not quite the City's: what of them arrives, and what is said of the rest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadedRowsTest {
  private static final Path PIPELINE = Path.of("../sql/chicago_crimes");
  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final int ROWS = 4;

  private World world;

  @BeforeAll
  void makesAWorld(@TempDir Path temporary) throws IOException {
    world = new World(Environment.fromVariables(), temporary);
    world.write("source.sql", Files.readString(PIPELINE.resolve("source.sql")));
    world.write("curated.sql", "select 1 as one from raw");
    world.write(
        "pipeline.toml",
        Files.readString(PIPELINE.resolve("pipeline.toml"))
            .replace("daylake/chicago_crimes/reader", world.secret));
  }

  @AfterAll
  void closesTheWorld() {
    world.close();
  }

  static Stream<Export> exports() {
    return Stream.of(whole(), headers(), encodings(), lines(), values()).flatMap(List::stream);
  }

  private static List<Export> whole() {
    return List.of(
        good("as it should be", csv -> csv),
        good("lines that end as on Windows", csv -> csv.replace("\n", "\r\n")),
        good("no end of the last line", String::stripTrailing),
        good("a header in quotes", csv -> csv.replace("ID,Case Number", "\"ID\",\"Case Number\"")),
        good("every field in quotes", LoadedRowsTest::quoted),
        good("two lines in a field", csv -> csv.replace("SIMPLE", "\"SIM\nPLE\"")),
        good("a quote within a field", csv -> csv.replace("SIMPLE", "5\" PIPE")),
        good("a statement in a field", csv -> csv.replace("SIMPLE", "'); drop table crimes; --")),
        good("four-byte characters", csv -> csv.replace("SIMPLE", "🚓 \ud83d\udc68\u200d🚒")),
        good("a NUL", csv -> csv.replace("SIMPLE", "a\0b")),
        new Export("only a header", csv -> CrimeRows.HEADER + "\n", UTF_8, 0, 0, List.of("0 rows")),
        new Export(
            "nothing", csv -> "", UTF_8, 3, 0, List.of("Cannot load rows from ", ": it is")));
  }

  private static List<Export> headers() {
    return Stream.of(
            refused("no header", csv -> csv.substring(csv.indexOf('\n') + 1)),
            refused("two columns the other way round", LoadedRowsTest::swapped),
            refused("a column too few", csv -> csv.replaceAll("(?m)^[^,]*,", "")),
            refused("a column too many", csv -> csv.replaceAll("(?m)$", ",more")),
            refused("semicolons", csv -> csv.replace(',', ';')),
            refused("tabs", csv -> csv.replace(',', '\t')),
            refused("lines that end as on an old Mac", csv -> csv.replace('\n', '\r')))
        .toList();
  }

  private static List<Export> encodings() {
    String hint = "; export it as UTF-8 and load it again";
    String not = ": it is not UTF-8 in line ";
    String sixteen = ": it is UTF-16" + hint;
    return List.of(
        good("a byte order mark", csv -> "\ufeff" + csv),
        new Export("UTF-16", csv -> csv, StandardCharsets.UTF_16, 3, 0, List.of(sixteen)),
        new Export(
            "UTF-16, little end first",
            csv -> "\ufeff" + csv,
            StandardCharsets.UTF_16LE,
            3,
            0,
            List.of(sixteen)),
        new Export(
            "Latin 1",
            csv -> csv.replace("Ł", "Ä"),
            StandardCharsets.ISO_8859_1,
            3,
            0,
            List.of(not + "3" + hint)),
        new Export(
            "compressed",
            csv -> "\u001f\u008b\b" + csv,
            StandardCharsets.ISO_8859_1,
            3,
            0,
            List.of(not + "1" + hint)));
  }

  private static List<Export> lines() {
    String cut = "the line is cut off: fewer than 22 fields";
    return List.of(
        bad("an empty line", csv -> csv.replaceFirst("\n1", "\n\n1"), ROWS, "line 2: " + cut),
        bad("a line cut off", csv -> csv.substring(0, csv.length() - 40), ROWS - 1, cut),
        bad("a quote that nothing ends", csv -> second(csv, "SIMPLE", "\"SIMPLE"), 3, "line 3: "),
        bad("a field too many", csv -> second(csv, "SIMPLE", "S,IMPLE"), ROWS - 1, "more than 22"));
  }

  private static List<Export> values() {
    String id = "ID is not a whole number";
    String date = "Date is not a time like";
    return List.of(
        bad("the bare word NULL for a key", first("NULL,HZ", "\\d+,HZ"), 3, id),
        bad("a key with a fraction", first("1.5,HZ", "\\d+,HZ"), 3, id),
        bad("a negative key", first("-1,HZ", "\\d+,HZ"), 3, id),
        bad("a key beyond 64 bits", first("9".repeat(19) + ",HZ", "\\d+,HZ"), 3, id),
        bad("30 February", first("02/30/2016", "01/0\\d/2016"), 3, date),
        bad("a day of no month", first("00/00/0000", "01/0\\d/2016"), 3, date),
        bad("a day as in ISO", first("2016-01-04", "01/0\\d/2016"), 3, date),
        bad("the bare word NULL for a type", first(",NULL,SIMPLE", ",[A-Z]+,SIMPLE"), 3, "Pri"),
        bad("neither true nor false", first(",NULL,0611", ",false,0611"), 3, "Domestic is"),
        bad("a text too long", first("S".repeat(129), "SIMPLE"), 3, "longer than 128"),
        bad("the bare word NULL for a year", first(",NULL,02/", ",2016,02/"), 3, "Year is"));
  }

  @ParameterizedTest
  @MethodSource("exports")
  void arrivesOrIsNamed(Export export) throws IOException {
    world.sql("drop table if exists crimes", "drop table if exists crimes_rejects");
    LocalDateTime updated = LocalDateTime.of(2016, 2, 10, 8, 46, 55);
    String csv = export.change().apply(CrimeRows.of(ROWS).csv(updated));
    Path file = world.folder.resolve("rows.csv");
    Files.write(file, csv.getBytes(export.charset()));

    Ran ran =
        world.daylake("load", "--pipeline", world.folder.toString(), "--rows", file.toString());

    assertThat(ran.exit()).as("%s", ran).isEqualTo(export.exit());
    assertThat(ran.out() + ran.err()).as("%s", ran).contains(export.said());
    Yesterday.assertToldInLines(ran);
    assertThat(rows()).hasSize(export.arrives());
  }

  /** Those in the table; each is whole, whatever came beside it. */
  private List<List<String>> rows() {
    List<List<String>> rows = world.rows("select id, location, description from crimes");
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(String.valueOf(row.get(1))).matches("null|\\([0-9.]+, [0-9.-]+\\)"));
    return rows;
  }

  private static UnaryOperator<String> first(String by, String pattern) {
    return csv -> {
      int start = csv.indexOf('\n');
      return csv.substring(0, start) + csv.substring(start).replaceFirst(pattern, by);
    };
  }

  private static String second(String csv, String what, String by) {
    int at = csv.indexOf(what, csv.indexOf(what) + 1);
    return csv.substring(0, at) + by + csv.substring(at + what.length());
  }

  private static String quoted(String csv) {
    return csv.lines()
        .map(line -> line.replaceAll("(?<=^|,)([^\",]*)(?=,|$)", "\"$1\""))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String swapped(String csv) {
    return csv.replace("X Coordinate,Y Coordinate", "Y Coordinate,X Coordinate");
  }
}
