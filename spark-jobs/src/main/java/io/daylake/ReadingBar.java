package io.daylake;

import io.daylake.source.Progress;
import io.daylake.source.SourceTable;
import java.text.DecimalFormat;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import picocli.CommandLine;

/** How far the reading is, on standard error: a bar on a terminal, in a log a line now and then. */
final class ReadingBar implements Progress, AutoCloseable {
  private static final int LINE = 110;
  private static final int MILLIS_BETWEEN_LINES = 10_000;

  /** What the library takes for an end that nobody knows. */
  private static final long UNKNOWN = -1;

  private final long estimate;
  private final ProgressBar bar;

  /** The end is where the server estimates it; nobody knows it once the reading is past that. */
  ReadingBar(SourceTable table) {
    estimate = table.estimatedRows();
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("  " + table.name())
            .setInitialMax(estimate > 0 ? estimate : UNKNOWN)
            .setUnit(" rows", 1)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed(new DecimalFormat("#,##0"));
    if (onTerminal()) {
      builder.setMaxRenderedLength(LINE).setConsumer(new ConsoleProgressBarConsumer(System.err));
    } else {
      builder
          .setUpdateIntervalMillis(MILLIS_BETWEEN_LINES)
          .setRenderer((state, longest) -> line(state))
          .setConsumer(new DelegatingProgressBarConsumer(System.err::println));
    }
    bar = builder.build();
  }

  static boolean onTerminal() {
    return CommandLine.Help.Ansi.AUTO.enabled();
  }

  @Override
  public void at(long rows, long bytes) {
    if (rows > estimate) {
      bar.maxHint(UNKNOWN);
    }
    bar.stepTo(rows);
    bar.setExtraMessage(" %.1f MB".formatted(bytes / 1e6));
  }

  @Override
  public void close() {
    bar.close();
  }

  private static String line(ProgressState state) {
    return line(
        state.getTaskName(),
        state.getCurrent(),
        state.isIndefinite() ? UNKNOWN : state.getMax(),
        state.getExtraMessage(),
        state.getElapsedAfterStart());
  }

  static String line(String table, long rows, long end, String megabytes, Duration elapsed) {
    double perSecond = rows / Math.max(elapsed.toMillis() / 1000.0, 0.001);
    String of = end < 0 ? "" : " of about %,d".formatted(end);
    String left =
        end < 0 || rows == 0
            ? "nobody knows how long still"
            : "about %d s left".formatted(Math.round((end - rows) / perSecond));
    return "%s: %,d%s rows,%s %,.0f rows/s, %s"
        .formatted(table, rows, of, megabytes.isEmpty() ? "" : megabytes + ",", perSecond, left);
  }
}
