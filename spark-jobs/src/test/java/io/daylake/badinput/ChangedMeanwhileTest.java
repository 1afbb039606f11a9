package io.daylake.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.FaultyAws;
import io.daylake.support.Meanwhile;
import io.daylake.support.Ran;
import java.util.List;

/**
 * The table is dropped or changed after its columns were read and before the views are open; while
 * they are, the server lets nobody change it: OneInstantTest.
 */
class ChangedMeanwhileTest extends CasesTest {
  private static final String READ = "Cannot read source table 'things': ";
  private static final String AGAIN = "; run it again; nothing published has changed";
  private static final String CHANGED = READ + "its columns changed meanwhile" + AGAIN;

  /** The third connection is the snapshot's own, the fourth the one that locks. */
  @Override
  List<Case> cases() {
    return List.of(
        meanwhile("dropped, for one reader", 1, 3, "drop table things", READ + "it is gone"),
        meanwhile("dropped, for two", 2, 4, "drop table things", READ + "it is gone since", AGAIN),
        meanwhile("renamed", 2, 4, "rename table things to others", READ + "it is gone", AGAIN),
        meanwhile("a column more", 1, 3, "alter table things add more int", CHANGED),
        meanwhile("a column more, for two", 2, 4, "alter table things add more int", CHANGED),
        meanwhile("a column less", 2, 4, "alter table things drop kind", READ),
        meanwhile("another type", 2, 4, "alter table things modify kind varchar(99)", CHANGED),
        meanwhile("another order", 1, 3, "alter table things modify kind text first", CHANGED));
  }

  private static Case meanwhile(
      String name, int readers, int connection, String sql, String... sentence) {
    return new Case(
        name,
        day ->
            day.world.write(
                "pipeline.toml", day.toml().replace("[raw]", "readers = " + readers + "\n[raw]")),
        day -> ingest(day, connection, sql),
        4,
        List.of(sentence));
  }

  private static Ran ingest(Yesterday day, int connection, String sql) {
    Meanwhile change =
        new Meanwhile(
            () -> day.world.sql("drop table if exists others", sql),
            connection,
            "GetSecretValue"::equals);
    try (FaultyAws aws = new FaultyAws(day.world.awsEndpoint(), change)) {
      day.world.useAws(aws.endpoint());
      Ran ran = day.ingest();
      assertThat(change.happened()).as("%s", ran).isTrue();
      return ran;
    } finally {
      day.world.useAws(day.world.awsEndpoint());
    }
  }
}
