package io.daylake.source;

import io.daylake.support.OwnDatabase;
import java.nio.file.Path;

class OneInstantOnMariaDbTest extends OneInstantTest {
  @Override
  OwnDatabase start(Path folder) {
    return OwnDatabase.mariaDb(folder);
  }
}
