package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Environment;
import io.daylake.support.FaultyAws;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password changes while a run is under way. */
class RotationTest {
  private static final String READ = "GetSecretValue";

  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private World world;

  @BeforeEach
  void makesAWorld(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    world.write("curated.sql", "select kind, count(*) as things from raw group by kind;\n");
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"

        [source]
        table = "things"
        key = ["id"]

        [raw]
        table = "things_raw"

        [curated]
        table = "things"
        """
            .formatted(world.secret, world.name));
    world.sql(
        "create table things (id int primary key, kind varchar(8))",
        "insert into things values (1, 'a')");
  }

  @AfterEach
  void closesTheWorld() {
    world.close();
  }

  @Test
  void aRotationBeforeTheFirstConnectionIsNotNoticed() {
    Ran ran = ingest(new Rotates(1, call -> !call.equals(READ)));

    assertDone(ran);
  }

  @Test
  void aRotationBetweenReadingTheSecretAndConnectingIsSurvived() {
    Ran ran = ingest(new Rotates(1, READ::equals));

    assertDone(ran);
    assertThat(ran.err() + ran.out()).doesNotContain("rotated-" + world.name);
  }

  @Test
  void anyConnectionOfTheRunMayMeetIt() {
    Ran ran = ingest(new Rotates(3, READ::equals));

    assertDone(ran);
  }

  @Test
  void aPasswordThatIsSimplyWrongIsToldAfterASecondLookAtTheSecret() {
    setPassword("changed by hand");

    Ran ran = ingest(new Rotates(0, call -> false));

    assertFailed(
        ran, 2, "the server refuses user '" + world.name + "' with the password of secret");
    assertThat(calls.stream().filter(READ::equals)).hasSize(2);
  }

  /**
   * A rotation right after AWS has answered the n-th of some calls, before the program hears it.
   */
  private final class Rotates implements FaultyAws.Fault {
    private final int which;
    private final Predicate<String> some;
    private int met;

    Rotates(int which, Predicate<String> some) {
      this.which = which;
      this.some = some;
    }

    @Override
    public FaultyAws.Answer on(String operation) {
      calls.add(operation);
      return FaultyAws.Answer.RIGHT;
    }

    @Override
    public synchronized void answered(String operation) {
      if (some.test(operation) && ++met == which) {
        String password = "rotated-" + world.name;
        setPassword(password);
        Map<String, Object> json = world.secretJson();
        json.put("password", password);
        world.changeSecret(world.secret, json);
      }
    }
  }

  private void setPassword(String password) {
    world.sqlAsAdmin("alter user '" + world.name + "'@'%' identified by '" + password + "'");
  }

  private Ran ingest(Rotates rotation) {
    try (FaultyAws aws = new FaultyAws(world.awsEndpoint(), rotation)) {
      world.useAws(aws.endpoint());
      Ran ran = world.ingest(today, "rotated");
      if (rotation.which > 0) {
        assertThat(rotation.met).as("%s", ran).isGreaterThanOrEqualTo(rotation.which);
      }
      return ran;
    } finally {
      world.useAws(world.awsEndpoint());
    }
  }
}
