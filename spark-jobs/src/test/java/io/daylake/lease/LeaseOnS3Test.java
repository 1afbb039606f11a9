package io.daylake.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.aws.ObjectStore;
import io.daylake.aws.S3Uri;
import io.daylake.support.Environment;
import io.daylake.support.World;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lease on the local AWS, by many at once. */
class LeaseOnS3Test {
  @Test
  void manyHaveItOneAfterTheOther(@TempDir Path temporary) {
    try (World world = new World(Environment.fromVariables(), temporary)) {
      ObjectStore store = new ObjectStore(world.s3);
      S3Uri uri = new S3Uri(world.bucket, "crime_data/things/_leases/publish.json");
      AtomicInteger inside = new AtomicInteger();

      List<Long> turns =
          IntStream.range(0, 4).parallel().mapToObj(i -> hold(store, uri, i, inside)).toList();

      assertThat(turns).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
      assertThat(Lease.isHeld(store, uri)).isFalse();
    }
  }

  private static long hold(ObjectStore store, S3Uri uri, int who, AtomicInteger inside) {
    try (Lease lease = Lease.take(store, uri, "holder " + who, Time.REAL)) {
      assertThat(inside.incrementAndGet()).as("holders at once").isEqualTo(1);
      lease.provesItsOwn();
      inside.decrementAndGet();
      return lease.turn();
    }
  }
}
