package io.daylake.support;

import java.net.URI;

/** The AWS and the database a test runs against. */
public record Environment(
    String awsEndpoint, String mysqlHost, int mysqlPort, String admin, String adminPassword) {

  /** What the environment variables name; without them a test fails with what to do. */
  public static Environment fromVariables() {
    URI mysql = URI.create(required("MYSQL_URL"));
    String[] user = mysql.getUserInfo().split(":", 2);
    return new Environment(
        required("AWS_ENDPOINT_URL"), mysql.getHost(), mysql.getPort(), user[0], user[1]);
  }

  private static String required(String name) {
    String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw new AssertionError(
          name
              + " is not set: run these tests by `make test`, which starts the local AWS and a database,"
              + " or after `eval \"$(make -s env)\"` while the stack is up");
    }
    return value;
  }

  @Override
  public String toString() {
    return "Environment[" + awsEndpoint + ", " + mysqlHost + ":" + mysqlPort + "]";
  }
}
