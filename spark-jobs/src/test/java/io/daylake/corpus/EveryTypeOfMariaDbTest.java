package io.daylake.corpus;

import io.daylake.support.OwnDatabase;
import java.nio.file.Path;

class EveryTypeOfMariaDbTest extends EveryTypeTest {
  @Override
  String server() {
    return "mariadb";
  }

  @Override
  OwnDatabase start(Path folder) {
    return OwnDatabase.mariaDb(folder);
  }
}
