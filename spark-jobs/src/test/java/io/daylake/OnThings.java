package io.daylake;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a pipeline of its own. */
abstract class OnThings {
  Things things;

  @BeforeEach
  void makesThings(@TempDir Path temporary) {
    things = new Things(temporary);
  }

  @AfterEach
  void closesThings() {
    things.close();
  }
}
