package io.daylake;

import io.daylake.source.SourceTable;
import java.util.List;

/** A reading of 400,000 rows in some seconds, of an estimate that the arguments tell. */
public final class ReadingBarMain {
  private ReadingBarMain() {}

  public static void main(String... arguments) throws InterruptedException {
    long estimate = Long.parseLong(arguments[0]);
    SourceTable table = new SourceTable("crimes", List.of(), List.of(), estimate, "11.4.5-MariaDB");
    try (ReadingBar bar = new ReadingBar(table)) {
      for (int i = 1; i <= 4; i++) {
        bar.at(i * 100_000L, i * 9_000_000L);
        Thread.sleep(1200);
      }
    }
  }
}
