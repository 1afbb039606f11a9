package io.daylake.source;

import io.daylake.support.OwnDatabase;
import java.nio.file.Path;

class OneInstantOnMySqlTest extends OneInstantTest {
  @Override
  OwnDatabase start(Path folder) {
    return OwnDatabase.mySql(folder);
  }
}
