package io.daylake;

import io.daylake.support.Environment;

/** On the AWS and the database that the environment names. */
class LocalAwsDailyRunTest extends DailyRun {
  @Override
  Environment environment() {
    return Environment.fromVariables();
  }
}
