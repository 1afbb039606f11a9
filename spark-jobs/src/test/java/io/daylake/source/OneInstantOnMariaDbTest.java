package io.daylake.source;

import io.daylake.support.OwnDatabase;
import java.nio.file.Path;
import java.util.List;

class OneInstantOnMariaDbTest extends OneInstantTest {
  @Override
  OwnDatabase start(Path folder) {
    return new OwnDatabase(folder, List.of());
  }
}
