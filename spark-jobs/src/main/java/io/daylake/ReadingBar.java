package io.daylake;

import io.daylake.source.Progress;
import io.daylake.source.SourceTable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far the reading is, on standard error: a bar on a terminal, in a log a line now and then. */
final class ReadingBar implements Progress, AutoCloseable {
  private static final int LINE = 100;
  private static final int MILLIS_BETWEEN_LINES = 10_000;

  private final ProgressBar bar;

  /** The end is where the server estimates it. */
  ReadingBar(SourceTable table) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("  " + table.name())
            .setInitialMax(table.estimatedRows())
            .setUnit(" rows", 1)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed()
            .setMaxRenderedLength(LINE);
    if (!picocli.CommandLine.Help.Ansi.AUTO.enabled()) {
      builder
          .setUpdateIntervalMillis(MILLIS_BETWEEN_LINES)
          .setConsumer(new DelegatingProgressBarConsumer(System.err::println, LINE));
    } else {
      builder.setConsumer(new ConsoleProgressBarConsumer(System.err));
    }
    bar = builder.build();
  }

  @Override
  public void at(long rows, long bytes) {
    bar.maxHint(Math.max(bar.getMax(), rows));
    bar.stepTo(rows);
    bar.setExtraMessage("%.1f MB".formatted(bytes / 1e6));
  }

  @Override
  public void close() {
    bar.close();
  }
}
