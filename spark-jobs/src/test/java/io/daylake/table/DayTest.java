package io.daylake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2026-2-3",
        "20260203",
        "",
        "yesterday",
        "2026-02-03T00:00",
        "+12026-01-01"
      })
  void isADayOfTheCalendarAndNothingElse(String text) {
    assertThatThrownBy(() -> Day.of(text))
        .hasMessage(
            "Cannot use day '"
                + text
                + "': it is not a day of the calendar as YYYY-MM-DD; give one such as 2016-01-04");
  }

  @Test
  void isTakenWithoutAskingUpToTwoDaysBack() {
    assertThatCode(() -> Day.of("2026-02-28").allowedOn(TODAY, false)).doesNotThrowAnyException();
    assertThatCode(() -> Day.of("2026-03-02").allowedOn(TODAY, false)).doesNotThrowAnyException();
  }

  @Test
  void isTakenLaterOnlyWhenAskedForExpressly() {
    Day late = Day.of("2026-02-27");

    assertThatThrownBy(() -> late.allowedOn(TODAY, false))
        .hasMessage(
            "Cannot publish day 2026-02-27: it is more than 2 days before today (2026-03-02, UTC) and would get"
                + " the rows of today; add --late if that is what you want; the receipt will say so");
    assertThatCode(() -> late.allowedOn(TODAY, true)).doesNotThrowAnyException();
    assertThat(late.late(TODAY)).isTrue();
    assertThat(Day.of("2026-02-28").late(TODAY)).isFalse();
  }

  @Test
  void isNeverInTheFuture() {
    assertThatThrownBy(() -> Day.of("2026-03-03").allowedOn(TODAY, true))
        .hasMessageContaining(
            "Cannot publish day 2026-03-03: it is in the future (today is 2026-03-02, UTC)");
  }

  @Test
  void namesAPrefixOfItsOwnPerAttempt() {
    Partition partition =
        new Partition("lake", "Crime_Data", "Crimes_2001", Day.of("2016-01-04"), "r.1", "0badcafe");

    assertThat(partition.location())
        .isEqualTo("s3://lake/crime_data/crimes_2001/y=2016/m=01/d=04/run=r.1-0badcafe/");
    assertThat(partition.receiptKey())
        .isEqualTo("crime_data/crimes_2001/_receipts/r.1-0badcafe.json");
    assertThat(Partition.receiptKeyOf(partition.location(), "Crime_data", "Crimes_2001"))
        .isEqualTo(partition.receiptKey());
  }
}
