package io.daylake.source;

import io.daylake.support.OwnDatabase;
import java.nio.file.Path;
import java.util.List;

class RangesCoverKeysOfMySqlTest extends RangesCoverKeysTest {
  @Override
  OwnDatabase start(Path folder) {
    return OwnDatabase.mySql(folder);
  }

  @Override
  List<String> collations() {
    return List.of("utf8mb4 collate utf8mb4_0900_ai_ci", "utf8mb4 collate utf8mb4_0900_as_cs");
  }
}
