package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.daylake.failure.ExitCode;
import io.daylake.failure.Failure;
import io.daylake.support.OwnDatabase;
import io.daylake.support.TestSpark;
import io.daylake.support.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * While a writer moves units between rows, whose sum never changes, every snapshot has that sum or
 * there is none. Subclasses say on which server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneInstantTest {
  private static final int READERS = 4;
  private static final Limits LIMITS = new Limits(READERS, true, 60, true);

  private final int snapshots = Integer.getInteger("snapshots", 100);
  private OwnDatabase server;
  private World world;
  private Units units;
  private SparkSession spark;
  private Database database;
  private SourceTable table;
  private Path folder;

  /** Runs until it is closed; asked once. */
  abstract OwnDatabase start(Path folder);

  @BeforeAll
  void startsAServer(@TempDir Path temporary) {
    folder = temporary;
    spark = TestSpark.session();
    server = start(temporary.resolve("database"));
    world = new World(server.environment(), temporary);
    database = new Database(world.secret);
    units = new Units(world, 2000);
  }

  @BeforeEach
  void fillsTheTable() {
    units.fill();
    table = SourceTables.read(database, "units", List.of("id"), new Limits(1, true, 60, true));
  }

  @AfterAll
  void stops() {
    if (world != null) {
      world.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aWriterThatNeverPausesIsSeenAtOneInstant() throws Exception {
    double longest = 0;
    try (Units.Writer writer = units.write()) {
      for (int i = 0; i < snapshots; i++) {
        Read read = read(LIMITS);
        assertThat(read.sum()).as("snapshot %d of %s", i, read.taken()).isEqualTo(units.sum());
        assertThat(read.taken().readers()).isEqualTo(READERS);
        longest = Math.max(longest, read.taken().lockedMillis());
      }
      System.out.printf(
          "%s: %d snapshots, %d transfers meanwhile; longest lock %.0f ms, worst stall of the"
              + " writer %d ms%n",
          table.serverVersion(), snapshots, writer.transfers(), longest, writer.worstStallMillis());
      assertThat(writer.transfers()).isGreaterThan(snapshots);
    }
  }

  @Test
  void aReaderThatIsDoneBeforeTheOthersHaveOpenedIsStillSeen() throws Exception {
    try (Connection holder = database.connect();
        Connection slow = database.connect()) {
      Rendezvous rendezvous = new Rendezvous(holder, "of-two");
      rendezvous.tableIsLocked();
      CompletableFuture<Void> fast = CompletableFuture.runAsync(this::opensAndLeaves);
      assertThat(rendezvous.allOpen(1, Duration.ofSeconds(10), () -> false)).isTrue();
      Thread.sleep(200);

      new Rendezvous(slow, "of-two").viewIsOpen(1);
      assertThat(rendezvous.allOpen(2, Duration.ofSeconds(1), () -> false)).isTrue();
      assertThat(fast).isNotDone();
      rendezvous.tableIsNoLongerLocked();
      fast.get(10, TimeUnit.SECONDS);
    }
  }

  private void opensAndLeaves() {
    try (Connection connection = database.connect()) {
      Rendezvous rendezvous = new Rendezvous(connection, "of-two");
      rendezvous.viewIsOpen(0);
      rendezvous.waitUntilAllAreSeen();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the first test can see: views opened one after another, without a lock. */
  @Test
  void viewsOfTheirOwnAreTorn() throws Exception {
    int torn = 0;
    try (Units.Writer writer = units.write()) {
      for (int i = 0; i < 20; i++) {
        torn += units.sumOfSeparateViews(database, READERS) == units.sum() ? 0 : 1;
      }
      assertThat(writer.transfers()).isPositive();
    }
    assertThat(torn).isPositive();
  }

  @Test
  void aTransactionThatIsLeftOpenKeepsTheLockAwayAndOneReaderReads() throws Exception {
    try (Connection idle = units.connect();
        Statement statement = idle.createStatement()) {
      idle.setAutoCommit(false);
      statement.execute("update units set held = held - 5 where id = 1");
      Read read = read(new Limits(READERS, true, 60, false));

      assertThat(read.taken().note())
          .isEqualTo("one reader, without a lock: open transactions held it off 8 times 1 s");
      assertThat(read.sum()).isEqualTo(units.sum());
      idle.rollback();
    }
  }

  @Test
  void theSnapshotIsVoidWhereTheLocksConnectionIsLost() throws Exception {
    int lost = 0;
    for (int i = 0; i < 15 && lost < 2; i++) {
      try (Units.Killer killer = units.killTheLock()) {
        assertThat(read(LIMITS).sum()).isEqualTo(units.sum());
      } catch (Failure failure) {
        lost++;
        assertThat(failure.exit()).as("%s", failure).isEqualTo(ExitCode.TRY_AGAIN);
      }
    }
    assertThat(lost).isPositive();
    try (Connection holder = database.connect()) {
      TableLock lock = new TableLock(holder, table);
      assertThat(lock.take()).isNull();
      world.sqlAsAdmin("kill " + View.text(holder, "select connection_id()"));
      assertThat(catchThrowableOfType(Failure.class, lock::release))
          .hasMessageContaining(
              "Cannot trust the snapshot of 'units': the connection that held the table's lock was"
                  + " lost");
    }
  }

  @Test
  void aChangeOfTheTableMeanwhileVoidsItOrWaits() throws Exception {
    SourceTable before = table;
    world.sql("alter table units add column late int");
    Failure changed = catchThrowableOfType(Failure.class, () -> read(LIMITS));
    assertThat(changed).hasMessageContaining("its columns changed meanwhile");
    assertThat(changed.exit()).isEqualTo(ExitCode.TRY_AGAIN);
    world.sql("alter table units drop column late");
    table = before;

    int right = 0;
    try (Units.Writer changes = units.change()) {
      for (int i = 0; i < 10; i++) {
        try {
          assertThat(read(new Limits(READERS, true, 60, false)).sum()).isEqualTo(units.sum());
          right++;
        } catch (Failure failure) {
          assertThat(failure.exit()).as("%s", failure).isEqualTo(ExitCode.TRY_AGAIN);
        }
      }
      System.out.printf("%d of 10 snapshots beside %d changes%n", right, changes.transfers());
    }
  }

  @Test
  void aChecksumThatTakesTheServerTooLongIsEnded() throws Exception {
    world.sql(
        "drop table if exists slow",
        "create table slow (id int primary key,"
            + " much varchar(128) generated always as (sha2(repeat(id, 1000000), 512)) virtual)",
        "insert into slow (id) select id from units where id < 500");
    SourceTable slow =
        SourceTables.read(database, "slow", List.of("id"), new Limits(1, true, 60, true));
    try (Connection view = database.connectToRead()) {
      View.open(view, slow);
      Failure failure =
          catchThrowableOfType(
              Failure.class, () -> ServerChecksums.of(view, slow, new Limits(1, true, 1, true)));

      assertThat(failure)
          .hasMessageContaining(
              "Cannot check 'slow' against its source: the server would need longer than 1 s")
          .hasMessageContaining("raise source.max-server-seconds");
      assertThat(failure.exit()).isEqualTo(ExitCode.REFUSED);
      assertThat(View.text(view, "select count(*) from slow")).as("the view").isEqualTo("500");
    }
  }

  @Test
  void aProofOfAKeyThatTakesTheServerTooLongIsEnded() throws Exception {
    world.sql(
        "drop view if exists slow_view",
        "create view slow_view as select id from units where sleep(1) = 0");
    Failure failure =
        catchThrowableOfType(
            Failure.class,
            () ->
                SourceTables.read(
                    database, "slow_view", List.of("id"), new Limits(1, true, 1, true)));

    assertThat(failure)
        .hasMessageContaining(
            "Cannot prove that (id) names each row of 'slow_view' once: the server would need longer than 1 s")
        .hasMessageContaining("declare the key in the source");
    assertThat(failure.exit()).isEqualTo(ExitCode.REFUSED);
  }

  private record Read(Snapshot.Taken taken, long sum) {}

  private Read read(Limits limits) throws IOException {
    Path target = Files.createTempDirectory(folder, "read");
    try (Snapshot snapshot = Snapshot.of(spark, database, table, limits)) {
      Snapshot.Taken taken =
          snapshot.read(units.plan(READERS).selects(table), target.toUri().toString());
      long[] sum = {0, 0};
      for (String file : files(target)) {
        try (ParquetReader<Group> rows =
            ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file))
                .build()) {
          for (Group row = rows.read(); row != null; row = rows.read()) {
            sum[0] += row.getLong(1, 0);
            sum[1]++;
          }
        }
      }
      assertThat(sum[1]).isEqualTo(units.rows());
      assertThat(taken.checksums().rows()).isEqualTo(units.rows());
      return new Read(taken, sum[0]);
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files
              .map(file -> file.toUri().toString())
              .filter(file -> file.endsWith(".parquet"))
              .toList());
    }
  }
}
