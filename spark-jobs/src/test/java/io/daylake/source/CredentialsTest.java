package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CredentialsTest {
  private static final String WHOLE =
      """
      {"engine":"mysql","host":"db","port":3306,"username":"reader","password":"hidden","dbname":"chicago"}
      """;

  @Test
  void areReadFromTheSecretOfRds() {
    Credentials credentials = Credentials.of("s", WHOLE);

    assertThat(credentials)
        .isEqualTo(new Credentials("db", 3306, "reader", "hidden", "chicago", null))
        .hasToString("Credentials[hidden]");
  }

  @Test
  void namesMissingKeysAndNeverAValue() {
    assertThatThrownBy(
            () ->
                Credentials.of(
                    "s", "{\"username\":\"\",\"password\":\"hidden\",\"port\":0,\"host\":\"db\"}"))
        .hasMessageContainingAll(
            "Cannot use secret 's': it lacks", "a usable username", "dbname", "a usable port")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void saysWhenTheSecretIsNoJsonObjectWithoutQuotingIt() {
    for (String text : new String[] {"hidden", "", "[\"hidden\"]", "{\"password\":\"hidden"}) {
      assertThatThrownBy(() -> Credentials.of("s", text))
          .hasMessageContaining("Cannot use secret 's': it is not a JSON object")
          .hasMessageNotContaining("hidden")
          .hasNoCause();
    }
  }

  @Test
  void takesNoHostThatMeansMoreThanAHost() {
    assertThatThrownBy(() -> Credentials.of("s", WHOLE.replace("\"db\"", "\"db/?a=b\"")))
        .hasMessageContaining("it lacks a usable host");
  }

  @Test
  void areOfMySqlOnly() {
    assertThatThrownBy(() -> Credentials.of("s", WHOLE.replace("mysql", "postgres")))
        .hasMessageContaining("its engine is neither mysql nor mariadb");
  }
}
