package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daylake.failure.ExitCode;
import io.daylake.failure.Failure;
import io.daylake.support.Environment;
import io.daylake.support.Rotation;
import io.daylake.support.World;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a refused password is taken for. The commands are more patient than these tests. */
class LoginTest {
  private World world;
  private Rotation rotation;
  private int tries;

  @BeforeEach
  void makesAWorld(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    rotation = new Rotation(world);
  }

  @AfterEach
  void closesTheWorld() {
    rotation.end();
    world.close();
  }

  @Test
  void thePendingVersionIsNotAskedWhileTheCurrentOneIsGood() throws SQLException {
    rotation.makeUser(world.name + "_clone", "next");
    rotation.pending(rotation.as(world.name + "_clone", "next"));

    try (Connection connection = login(5)) {
      assertThat(View.text(connection, "select current_user()")).isEqualTo(world.name + "@%");
    }
    assertThat(tries).isOne();
  }

  @Test
  void aPendingUserWithoutRightsIsPassedOver() throws SQLException {
    rotation.makeUser(world.name + "_clone", "next");
    world.sqlAsAdmin("revoke all on " + world.name + ".* from '" + world.name + "_clone'@'%'");
    rotation.pending(rotation.as(world.name + "_clone", "next"));
    rotation.serverTakes(rotation.as(world.name, "new"));
    rotation.later(() -> world.changeSecret(world.secret, rotation.as(world.name, "new")));

    try (Connection connection = login(8)) {
      assertThat(View.text(connection, "select current_user()")).isEqualTo(world.name + "@%");
    }
  }

  @Test
  void aPendingVersionThatIsNoSecretOfOursIsPassedOver() {
    world.secrets.putSecretValue(
        put -> put.secretId(world.secret).secretString("{}").versionStages("AWSPENDING"));
    rotation.serverTakes(rotation.as(world.name, "new"));

    assertFails(ExitCode.SPECIFICATION, "which has not changed for 1 s");
  }

  @Test
  void aPasswordThatChangedAndIsStillWrongIsToBeTriedAgain() {
    rotation.serverTakes(rotation.as(world.name, "new"));
    rotation.later(() -> world.changeSecret(world.secret, rotation.as(world.name, "also wrong")));

    assertFails(
        ExitCode.TRY_AGAIN,
        "which changed within the last 3 s; run it again when the secret's rotation has ended");
  }

  @Test
  void aWrongPasswordIsTriedAFewTimesOnly() {
    rotation.serverTakes(rotation.as(world.name, "new"));

    assertFails(ExitCode.SPECIFICATION, "which has not changed for 3 s");
    assertThat(tries).isEqualTo(3);
  }

  @Test
  void aUserWithoutRightsIsToldAtOnce() {
    world.sqlAsAdmin("revoke all on " + world.name + ".* from '" + world.name + "'@'%'");

    assertFails(
        ExitCode.SPECIFICATION,
        "user '" + world.name + "' sees no database '" + world.name + "'; correct dbname");
    assertThat(tries).isOne();
  }

  private void assertFails(ExitCode exit, String sentence) {
    int seconds = sentence.contains(" 1 s") ? 1 : 3;
    assertThatThrownBy(() -> login(seconds))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exit()).isEqualTo(exit))
        .hasMessageContaining(sentence)
        .hasMessageNotContaining(world.password());
  }

  private Connection login(int seconds) {
    return new Login(world.secret, Duration.ofSeconds(seconds)).at(this::open);
  }

  private Connection open(Credentials with) throws SQLException {
    tries++;
    return DriverManager.getConnection(
        "jdbc:mysql://%s:%d/%s".formatted(with.host(), with.port(), with.database()),
        with.username(),
        with.password());
  }
}
