package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.OwnDatabase;
import io.daylake.support.World;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each server tells its position in its own way, and some only those who may know. */
class LogPositionTest {
  @TempDir private Path folder;

  @Test
  void mariaDbTellsThatOfTheReadViewToEverybody() throws SQLException {
    try (OwnDatabase server = OwnDatabase.mariaDb(folder, "--log-bin");
        World world = new World(server.environment(), folder)) {
      String first = position(world);
      world.sql("create table t (id int)");

      assertThat(first).matches(".*-bin\\.0000\\d\\d:\\d+");
      assertThat(position(world)).isNotEqualTo(first);
    }
  }

  @Test
  void mySqlTellsFileAndOffsetToWhoMayKnow() throws SQLException {
    try (OwnDatabase server =
            OwnDatabase.mySql(folder, "--gtid-mode=OFF", "--enforce-gtid-consistency=OFF");
        World world = new World(server.environment(), folder)) {
      assertThat(position(world)).isNull();
      world.sqlAsAdmin("grant replication client on *.* to '" + world.name + "'@'%'");
      assertThat(position(world)).matches("binlog\\.0000\\d\\d:\\d+");
    }
  }

  @Test
  void mySqlWithGtidsTellsThemToEverybody() throws SQLException {
    try (OwnDatabase server =
            OwnDatabase.mySql(folder, "--enforce-gtid-consistency=ON", "--gtid-mode=ON");
        World world = new World(server.environment(), folder)) {
      assertThat(position(world)).matches("gtid [0-9a-f-]{36}:1-\\d+");
    }
  }

  private static String position(World world) throws SQLException {
    try (Connection connection = new Database(world.secret).connect()) {
      connection.createStatement().execute("start transaction with consistent snapshot");
      return LogPosition.of(connection);
    }
  }
}
