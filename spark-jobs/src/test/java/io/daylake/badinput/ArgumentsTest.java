package io.daylake.badinput;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a command is told on its line: days that do not exist, runs and lakes of no such name. */
class ArgumentsTest extends CasesTest {
  private static final String NO_DAY = "': it is not a day of the calendar as YYYY-MM-DD; give one";
  private static final String NO_RUN = "': it is not 1 to 128 letters, digits, '.', '_' and '-'";
  private static final String USAGE = "Cannot run daylake: ";

  private static final List<String> NO_DAYS =
      List.of(
          "2016-02-30",
          "2023-02-29",
          "2016-13-01",
          "2016-00-10",
          "2016-01-00",
          "2016-1-4",
          "20160104",
          "04/01/2016",
          "2016-01-04T00:00",
          " 2016-01-04",
          "٢٠١٦-٠١-٠٤",
          "+12016-01-04",
          "today",
          "");

  /** By what comes instead of the option's value. */
  private static final Map<String, List<String>> REFUSED =
      Map.of(
          "--run",
          List.of(NO_RUN, "", " ", "a b", "a/b", "../other", ".", "..", "a".repeat(129), "ä"),
          "--lake",
          List.of(
              "Cannot use ", "", "lake", "s3:/lake", "s3://", "s3://a/b", "s3://A_B", "file:/x"),
          "--pipeline",
          List.of("Cannot ", "", "no/such", "s3://", "s3://lake-none/sql", "/dev/null"));

  @Override
  List<Case> cases() {
    Stream<Case> days =
        NO_DAYS.stream().map(day -> with("--day", day, "Cannot use day '" + day + NO_DAY));
    Stream<Case> others =
        REFUSED.entrySet().stream()
            .flatMap(
                option ->
                    option.getValue().stream()
                        .skip(1)
                        .map(value -> with(option.getKey(), value, option.getValue().get(0))));
    return Stream.of(days, others, inTime(), lines()).flatMap(cases -> cases).toList();
  }

  private static Stream<Case> inTime() {
    return Stream.of(
        with("--day", "2016-01-04", "Cannot publish day 2016-01-04", "add --late if that is what"),
        with("--day", "0000-01-01", "Cannot publish day 0000-01-01", "add --late"),
        with("--day", "9999-12-31", "Cannot publish day 9999-12-31", "it is in the future"));
  }

  private static Stream<Case> lines() {
    return Stream.of(
        line("a command that is none", "digest"),
        line("no command"),
        line("no options", "ingest"),
        line("an option without a value", "ingest", "--lake"),
        line("an option that is none", "verify", "--colour", "s3://a/b"),
        line("a line within an option", "ingest", "--a\nb"),
        line("arguments in a file", "@/etc/hostname"));
  }

  private static Case with(String option, String value, String... sentence) {
    return new Case(
        option + " '" + value + "'",
        day -> {},
        day -> day.ingestWith(option, value),
        2,
        List.of(sentence));
  }

  private static Case line(String name, String... arguments) {
    return new Case(name, day -> {}, day -> day.world.daylake(arguments), 2, List.of(USAGE));
  }
}
