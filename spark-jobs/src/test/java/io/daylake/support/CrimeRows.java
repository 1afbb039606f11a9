package io.daylake.support;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rows as the City of Chicago exports them: quotes, missing values, leading zeros, other alphabets.
 */
public record CrimeRows(List<Crime> crimes) {
  public static final String HEADER =
      "ID,Case Number,Date,Block,IUCR,Primary Type,Description,Location Description,Arrest,Domestic,Beat,"
          + "District,Ward,Community Area,FBI Code,X Coordinate,Y Coordinate,Year,Updated On,Latitude,Longitude,Location";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM/dd/yyyy hh:mm:ss a", Locale.US);
  private static final List<String> TYPES = List.of("THEFT", "BATTERY", "ASSAULT");
  private static final List<String> PLACES =
      java.util.Arrays.asList("STREET", "BAR, \"THE ŁÓDŹ\" 酒", null, "  APARTMENT");

  public record Crime(
      long id,
      LocalDateTime date,
      String iucr,
      String type,
      String place,
      boolean arrest,
      Short communityArea,
      BigDecimal latitude) {

    public Crime arrested() {
      return new Crime(id, date, iucr, type, place, true, communityArea, latitude);
    }

    String csv(LocalDateTime updatedOn) {
      BigDecimal longitude = latitude == null ? null : new BigDecimal("-87.664263469");
      List<Object> fields = new ArrayList<>();
      fields.addAll(
          List.of(id, "HZ" + id, TIME.format(date), "016XX W 77TH ST", iucr, type, "SIMPLE"));
      fields.add(place);
      fields.addAll(List.of(arrest, false, "0611", "006"));
      fields.add(id % 4 == 0 ? null : 17);
      fields.add(communityArea);
      fields.addAll(List.of("08B"));
      fields.add(latitude == null ? null : 1166811);
      fields.add(latitude == null ? null : 1853653);
      fields.addAll(List.of(date.getYear(), TIME.format(updatedOn)));
      fields.add(latitude);
      fields.add(longitude);
      fields.add(latitude == null ? null : "(" + latitude + ", " + longitude + ")");
      return fields.stream().map(CrimeRows::quoted).collect(Collectors.joining(","));
    }
  }

  public static CrimeRows of(int count) {
    List<Crime> crimes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      crimes.add(
          new Crime(
              10_000_000L + i,
              LocalDateTime.of(2016, 1, 1 + i % 28, i % 24, 59, i % 60),
              "0" + (110 + i % 3),
              TYPES.get(i % 3),
              PLACES.get(i % 4),
              i % 5 == 0,
              i % 7 == 0 ? null : (short) (i % 77),
              i % 6 == 0 ? null : new BigDecimal("41.75398513" + i % 10)));
    }
    return new CrimeRows(crimes);
  }

  public long withoutArrest() {
    return crimes.stream().filter(crime -> !crime.arrest()).count();
  }

  /** The same rows, those of these ids with an arrest made later. */
  public CrimeRows arresting(List<Long> ids) {
    return new CrimeRows(
        crimes.stream().map(crime -> ids.contains(crime.id()) ? crime.arrested() : crime).toList());
  }

  public String csv(LocalDateTime updatedOn) {
    return crimes.stream()
        .map(crime -> crime.csv(updatedOn))
        .collect(Collectors.joining("\n", HEADER + "\n", "\n"));
  }

  private static String quoted(Object value) {
    String text = value == null ? "" : value.toString();
    return text.contains(",") || text.contains("\"")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
