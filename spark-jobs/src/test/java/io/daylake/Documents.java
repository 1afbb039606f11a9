package io.daylake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.daylake.support.Ran;

/** What a command says to programs. */
final class Documents {
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private Documents() {}

  /** The one document that is all there is on standard output; it tells the exit code too. */
  static JsonNode of(Ran ran) {
    JsonNode document = of(ran.out());
    assertThat(document.path("exit").asInt()).as("%s", ran).isEqualTo(ran.exit());
    assertThat(ran.err()).as("%s", ran).contains(document.path("sentence").asText());
    return document;
  }

  static JsonNode of(String out) {
    try {
      JsonNode document = STRICT.readTree(out);
      assertThat(document.isObject()).as("%s", out).isTrue();
      return document;
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON document: " + out, e);
    }
  }
}
