package io.daylake.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void showsWhatWouldActOrHide() {
    assertThat(OneLine.of("a\nb\r\tc")).isEqualTo("a\\nb\\r\\tc");
    assertThat(OneLine.of("a\u001b[31mb\0")).isEqualTo("a\\u001b[31mb\\u0000");
    assertThat(OneLine.of("a\u202eb\u2028c\u0085")).isEqualTo("a\\u202eb\\u2028c\\u0085");
    assertThat(OneLine.of("half \ud83d")).isEqualTo("half \\ud83d");
    assertThat(OneLine.of("straße 日本 🚓 \\ %s")).isEqualTo("straße 日本 🚓 \\ %s");
  }

  @Test
  void hasAnEnd() {
    assertThat(OneLine.of("🚓".repeat(5000))).isEqualTo("🚓".repeat(4000) + "… (5000 characters)");
  }

  @Test
  void aFailureIsOneLineWhateverIsInIt() {
    assertThat(Failure.refused("Cannot a\nb", "c\rd"))
        .hasMessage("Cannot a\\nb; c\\rd")
        .extracting(Failure::sentence, Failure::whatToDo)
        .containsExactly("Cannot a\\nb", "c\\rd");
  }
}
