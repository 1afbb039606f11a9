package io.daylake.corpus;

import io.daylake.support.OwnDatabase;
import java.nio.file.Path;
import java.util.List;

class EveryTypeOfMariaDbTest extends EveryTypeTest {
  @Override
  String server() {
    return "mariadb";
  }

  @Override
  OwnDatabase start(Path folder) {
    return new OwnDatabase(folder, List.of());
  }
}
