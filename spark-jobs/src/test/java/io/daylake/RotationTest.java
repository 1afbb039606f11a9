package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.FaultyAws;
import io.daylake.support.Meanwhile;
import io.daylake.support.Ran;
import io.daylake.support.Rotation;
import io.daylake.support.Rotation.Manner;
import io.daylake.support.World;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The password changes while a run is under way. One that is simply wrong takes half a minute to
 * tell: SecretsStayHiddenTest.
 */
class RotationTest {
  private static final String READ = "GetSecretValue";

  /** Columns, emptiness, the snapshot's own view, the lock, and two readers. */
  private static final int CONNECTIONS = 6;

  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private World world;
  private Rotation rotation;

  @BeforeEach
  void makesAWorld(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    rotation = new Rotation(world);
    world.write("curated.sql", "select kind, count(*) as things from raw group by kind;\n");
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"

        [source]
        table = "things"
        key = ["id"]
        readers = 2

        [raw]
        table = "things_raw"

        [curated]
        table = "things"
        """
            .formatted(world.secret, world.name));
    world.sql(
        "create table things (id int primary key, kind varchar(8))",
        "insert into things values (1, 'a'), (2, 'b'), (3, 'c')");
  }

  @AfterEach
  void closesTheWorld() {
    rotation.end();
    world.close();
  }

  /** The order that Secrets Manager keeps to at every connection; the others at some. */
  static Stream<Arguments> rotations() {
    return Stream.concat(
        IntStream.rangeClosed(1, CONNECTIONS)
            .mapToObj(connection -> Arguments.of(Manner.SERVER_THEN_STAGE, connection)),
        Stream.of(
            Arguments.of(Manner.AT_ONCE, 1),
            Arguments.of(Manner.AT_ONCE, CONNECTIONS),
            Arguments.of(Manner.TWO_USERS_TWICE, 3),
            Arguments.of(Manner.TWO_USERS_TWICE, CONNECTIONS),
            Arguments.of(Manner.SERVER_THEN_SECRET, CONNECTIONS),
            Arguments.of(Manner.SECRET_THEN_SERVER, 2)));
  }

  @ParameterizedTest
  @MethodSource("rotations")
  void aRotationAfterTheSecretWasReadForTheNthConnection(Manner manner, int connection) {
    Ran ran = ingest(manner, connection, READ::equals);

    assertDone(ran);
    assertThat(ran.out()).as("%s", ran).contains("2 readers");
    assertThat(new Catalogue(world).rows("things_raw", today).count()).isEqualTo(3);
    assertThat(ran.toString()).doesNotContain("rotated-" + world.name, "first-" + world.name);
  }

  @Test
  void aRotationBeforeTheFirstConnectionIsNotNoticed() {
    assertDone(ingest(Manner.AT_ONCE, 1, call -> !call.equals(READ)));
  }

  @Test
  void aRotationAfterTheLastConnectionIsNotNoticed() {
    Predicate<String> receipt = call -> call.startsWith("PUT ") && call.contains("_receipts");

    assertDone(ingest(Manner.AT_ONCE, 1, receipt));
  }

  /** Nothing to wait for: the password is right, and another would have no more rights. */
  @Test
  void rightsThatAreTakenAwayMeanwhileAreNoRotation() {
    String user = "'" + world.name + "'@'%'";
    Runnable revoke =
        () ->
            world.sqlAsAdmin(
                "revoke all on " + world.name + ".* from " + user,
                "grant create on " + world.name + ".* to " + user);

    Ran ran = ingest(revoke, 3, READ::equals);

    assertFailed(
        ran,
        2,
        "source table 'things': the secret's user may not (SELECT command denied to user '"
            + world.name,
        "grant the user the right to it");
    assertThat(new Catalogue(world).everything()).isEmpty();
  }

  private Ran ingest(Manner manner, int which, Predicate<String> some) {
    return ingest(() -> rotation.rotate(manner), which, some);
  }

  private Ran ingest(Runnable change, int which, Predicate<String> some) {
    Meanwhile meanwhile = new Meanwhile(change, which, some);
    try (FaultyAws aws = new FaultyAws(world.awsEndpoint(), meanwhile)) {
      world.useAws(aws.endpoint());
      Ran ran = world.ingest(today, "rotated");
      assertThat(meanwhile.happened()).as("%s", ran).isTrue();
      return ran;
    } finally {
      world.useAws(world.awsEndpoint());
    }
  }
}
