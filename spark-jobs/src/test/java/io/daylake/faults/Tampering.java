package io.daylake.faults;

import io.daylake.support.World;
import java.util.List;

/** Changes staged files, as somebody does in the moment before they are listed. */
final class Tampering {
  private Tampering() {}

  /** {@code before}: what is published; its files are those of other rows. */
  static void tamper(Subject on, Published before, String run, String what) {
    World world = on.world;
    String other = before.files().keySet().iterator().next();
    List<String> staged =
        world.keys(world.name + "/raw_" + on.name + "/").stream()
            .filter(key -> key.contains("/run=" + run + "-") && key.endsWith(".parquet"))
            .toList();
    String file = staged.get(0);
    if (what.equals("lose-file")) {
      world.s3.deleteObject(delete -> delete.bucket(world.bucket).key(file));
    } else {
      String target = what.equals("add-file") ? file.replace("part-", "part-9") : file;
      world.s3.copyObject(
          copy ->
              copy.sourceBucket(world.bucket)
                  .sourceKey(other)
                  .destinationBucket(world.bucket)
                  .destinationKey(target));
    }
  }
}
