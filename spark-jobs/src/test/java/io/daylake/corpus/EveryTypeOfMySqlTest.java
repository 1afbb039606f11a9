package io.daylake.corpus;

import io.daylake.support.OwnDatabase;
import java.nio.file.Path;

class EveryTypeOfMySqlTest extends EveryTypeTest {
  @Override
  String server() {
    return "mysql";
  }

  @Override
  OwnDatabase start(Path folder) {
    return OwnDatabase.mySql(folder);
  }
}
