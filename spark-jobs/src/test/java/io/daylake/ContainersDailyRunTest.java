package io.daylake;

import io.daylake.support.Environment;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.MySQLContainer;
import org.testcontainers.containers.localstack.LocalStackContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/** The same story in containers: LocalStack with our plugin, and MySQL. */
@EnabledIf(
    value = "dockerRuns",
    disabledReason =
        "no Docker engine here; the same story runs on the local AWS in LocalAwsDailyRunTest")
class ContainersDailyRunTest extends DailyRun {
  private static LocalStackContainer aws;
  private static MySQLContainer<?> mysql;

  @Override
  Environment environment() {
    String image =
        new ImageFromDockerfile("daylake-localstack", false)
            .withFileFromPath(".", Path.of("../localstack"))
            .get();
    aws =
        new LocalStackContainer(
            DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"));
    mysql =
        new MySQLContainer<>("mysql:8.4")
            .withUsername("root")
            .withPassword("root-password")
            .withCommand("--local-infile=1");
    aws.start();
    mysql.start();
    return new Environment(
        aws.getEndpoint().toString(),
        mysql.getHost(),
        mysql.getMappedPort(3306),
        "root",
        mysql.getPassword());
  }

  static boolean dockerRuns() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  @AfterAll
  static void stopsContainers() {
    if (aws != null) {
      aws.stop();
    }
    if (mysql != null) {
      mysql.stop();
    }
  }
}
