package io.daylake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person sees of the reading, be the server's estimate right, wrong or none. */
class ReadingBarTest {
  @Test
  void aTerminalShowsRowsBytesRateAndTimeLeftAsFarAsTheyAreKnown() throws Exception {
    Process right = onTerminal(1_000_000);
    Process low = onTerminal(150_000);
    Process none = onTerminal(0);

    assertThat(seen(right))
        .containsPattern(
            "crimes +30% \\[=+ +\\] +300000/1000000 rows \\(0:00:0\\d / 0:00:\\d\\d\\) [0-9,]+ rows/s 27\\.0 MB")
        .containsPattern("400000/1000000 rows \\S+ / \\S+ [0-9,]+ rows/s 36\\.0 MB");
    assertThat(seen(low))
        .containsPattern("400000/\\? rows \\(0:00:0\\d / \\?\\) [0-9,]+ rows/s 36\\.0 MB")
        .doesNotContain("100%");
    assertThat(seen(none))
        .containsPattern("400000/\\? rows \\(0:00:0\\d / \\?\\) [0-9,]+ rows/s 36\\.0 MB")
        .doesNotContain("100%");
  }

  @Test
  void aLogHasPlainLines() {
    Duration elapsed = Duration.ofSeconds(4);

    assertThat(ReadingBar.line("  crimes", 300_000, 1_000_000, " 27.0 MB", elapsed))
        .isEqualTo(
            "  crimes: 300,000 of about 1,000,000 rows, 27.0 MB, 75,000 rows/s, about 9 s left");
    assertThat(ReadingBar.line("  crimes", 300_000, -1, " 27.0 MB", elapsed))
        .isEqualTo("  crimes: 300,000 rows, 27.0 MB, 75,000 rows/s, nobody knows how long still");
    assertThat(ReadingBar.line("  crimes", 0, 1_000_000, "", Duration.ZERO))
        .isEqualTo("  crimes: 0 of about 1,000,000 rows, 0 rows/s, nobody knows how long still");
  }

  /** `script` gives a program a terminal of its own. */
  private static Process onTerminal(long estimate) throws IOException {
    String java = System.getProperty("java.home") + "/bin/java";
    List<String> line = new ArrayList<>(List.of("script", "-qec"));
    line.add(
        "stty cols 120; '%s' -cp '%s' io.daylake.ReadingBarMain %d"
            .formatted(java, System.getProperty("java.class.path"), estimate));
    line.add("/dev/null");
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.environment().remove("NO_COLOR");
    return builder.start();
  }

  private static String seen(Process process) throws IOException, InterruptedException {
    String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(seen).isZero();
    return seen;
  }
}
