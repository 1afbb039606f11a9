package io.daylake.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The clock of one process, shortly before midnight, and then after it: libfaketime's. */
final class Midnight {
  private static final Path INSTALLED = Path.of("../.daylake/venv/local/lib");
  private static final String LIBRARY =
      "site-packages/libfaketime/vendor/libfaketime/src/libfaketime.so.1";
  private static final Duration BEFORE = Duration.ofMinutes(10);

  private final Path clock;
  private final Instant midnight;

  /** {@code day}: the one that ends. */
  Midnight(Path folder, LocalDate day) {
    clock = folder.resolve("clock");
    midnight = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    set(Duration.between(Instant.now(), midnight).minus(BEFORE));
  }

  /**
   * What comes before a command line, so that its process has this clock. It looks at the file once
   * a second: oftener, its threads get into each other's way there.
   */
  List<String> before() {
    return List.of(
        "env",
        "LD_PRELOAD=" + library(),
        "FAKETIME_TIMESTAMP_FILE=" + clock,
        "FAKETIME_CACHE_DURATION=0",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }

  void passes() {
    set(Duration.between(Instant.now(), midnight).plusSeconds(1));
  }

  /** Whether something that tells of a time tells one of the next day. */
  boolean isPast(String told) {
    return told != null && told.contains(midnight.toString().substring(0, "2016-01-04T".length()));
  }

  private void set(Duration ahead) {
    Path next = clock.resolveSibling("clock.next");
    try {
      Files.writeString(next, "+" + ahead.toSeconds());
      Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path library() {
    try (Stream<Path> pythons = Files.list(INSTALLED)) {
      return pythons
          .map(python -> python.resolve(LIBRARY).toAbsolutePath().normalize())
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no libfaketime: run `make deps`"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
