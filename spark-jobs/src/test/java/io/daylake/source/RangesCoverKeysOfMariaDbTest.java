package io.daylake.source;

import io.daylake.support.OwnDatabase;
import java.nio.file.Path;
import java.util.List;

class RangesCoverKeysOfMariaDbTest extends RangesCoverKeysTest {
  @Override
  OwnDatabase start(Path folder) {
    return OwnDatabase.mariaDb(folder);
  }

  @Override
  List<String> collations() {
    return List.of("utf8mb4 collate utf8mb4_nopad_bin", "utf8mb4 collate utf8mb4_unicode_nopad_ci");
  }
}
