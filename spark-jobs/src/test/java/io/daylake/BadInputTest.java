package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.FaultyAws;
import io.daylake.support.FaultyAws.Answer;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each mistake gets its sentence and its exit code, and what was published yesterday is served
 * unchanged.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private final String today = LocalDate.now(ZoneOffset.UTC).toString();
  private final String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
  private World world;
  private Catalogue catalogue;
  private String published;
  private int runs;

  @BeforeAll
  void publishesYesterday(@TempDir Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    catalogue = new Catalogue(world);
    writeGoodFolder();
    createGoodTable();
    assertDone(world.ingest(yesterday, "good"));
    assertDone(world.curate(yesterday, "good"));
    published = catalogue.everything();
    assertThat(published).contains("things_raw " + yesterday, "things_latest");
  }

  @AfterAll
  void yesterdayIsStillServed() {
    if (published != null) {
      assertThat(catalogue.rows("things_raw", yesterday).count()).isEqualTo(2);
      assertThat(catalogue.at(catalogue.latest("things")).count()).isOne();
    }
    if (world != null) {
      world.close();
    }
  }

  @BeforeEach
  void writeGoodFolder() {
    world.write("pipeline.toml", toml("things", "\"id\""));
    world.write("curated.sql", "select kind, count(*) as things from raw group by kind;\n");
    world.write("checks/raw_kind_is_known.sql", "select id, kind from raw where kind is null\n");
    world.write("checks/curated_counts.sql", "select kind from curated where things < 1\n");
  }

  @AfterEach
  void nothingPublishedHasChanged() {
    world.useAws(world.awsEndpoint());
    createGoodTable();
    assertThat(catalogue.everything()).isEqualTo(published);
  }

  @Test
  void aBrokenPipelineFileIsNamedWithAllItsProblemsAndLeavesAnOutcome() {
    world.write(
        "pipeline.toml", toml("things", "").replace("secret =", "secrte =") + "colour = 1\n");

    Ran ran = world.ingest(today, "toml");

    assertFailed(
        ran,
        2,
        "Cannot use pipeline '" + world.pipeline() + "'",
        "secret is missing",
        "secrte is unknown",
        "source.key must be a list of at least one text",
        "curated.colour is unknown");
    assertThat(ran.outcome())
        .contains("secrte is unknown", "\"receipt\" : null", "\"what_to_do\" : \"correct");
  }

  @Test
  void aMissingFolder() {
    Ran ran =
        world.daylake(
            "ingest",
            "--pipeline",
            "no/such",
            "--lake",
            world.lake,
            "--day",
            today,
            "--run",
            run());

    assertFailed(ran, 2, "Cannot read pipeline folder 'no/such': there is no pipeline.toml in it");
  }

  @Test
  void aFolderOnS3ThatIsNotThere() {
    Ran ran =
        world.daylake(
            "ingest",
            "--pipeline",
            world.lake + "/sql/none",
            "--lake",
            world.lake,
            "--day",
            today,
            "--run",
            run());

    assertFailed(ran, 2, "Cannot read pipeline folder '" + world.lake + "/sql/none'");
  }

  @Test
  void aMissingSecret() {
    world.write("pipeline.toml", toml("things", "\"id\"").replace(world.secret, "no/such"));

    assertFailed(
        world.ingest(today, run()),
        2,
        "Cannot read secret 'no/such': there is none of that name; create it");
  }

  @Test
  void aSecretWithoutAKeyIsNamedWithoutItsValues() {
    Map<String, Object> json = world.secretJson();
    json.remove("host");
    json.remove("dbname");

    Ran ran = ingestWithSecret("lacking", json);

    assertFailed(ran, 2, "it lacks host, dbname");
    assertThat(ran.toString()).doesNotContain(world.password());
  }

  @Test
  void aWrongPassword() {
    Map<String, Object> json = world.secretJson();
    json.put("password", "hidden-but-wrong");

    Ran ran = ingestWithSecret("wrong", json);

    assertFailed(
        ran,
        2,
        "Cannot connect to the source: the server refuses user '"
            + world.name
            + "' with the password of secret",
        "put the right user and password into the secret");
    assertThat(ran.toString()).doesNotContain("hidden-but-wrong");
  }

  @Test
  void aDatabaseThatIsDown() throws IOException {
    Map<String, Object> json = world.secretJson();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      json.put("port", free.getLocalPort());
    }
    json.put("host", "127.0.0.1");

    assertFailed(
        ingestWithSecret("down", json),
        4,
        "Cannot connect to the source at 127.0.0.1:" + json.get("port") + ": Connection refused",
        "see that the database runs and is within reach");
  }

  @Test
  void aDatabaseNameThatTheServerDoesNotHave() {
    Map<String, Object> json = world.secretJson();
    json.put("dbname", "no_such");

    assertFailed(ingestWithSecret("dbname", json), 2, "sees no database 'no_such'");
  }

  @Test
  void aMissingTable() {
    world.write("pipeline.toml", toml("no`such", "\"id\""));

    assertFailed(
        world.ingest(today, run()),
        2,
        "Cannot read source table 'no`such': database '" + world.name + "' has none of that name",
        "correct source.table in pipeline.toml");
  }

  @Test
  void aKeyThatRowsShare() {
    world.sql("insert into things values (3, 'a')");
    world.write("pipeline.toml", toml("things", "\"kind\""));

    assertFailed(
        world.ingest(today, run()),
        2,
        "Cannot read source table 'things' by key (kind): there are rows that share one (keys it declares: (id))");
  }

  @Test
  void aKeyOfColumnsThatAreNotThere() {
    world.write("pipeline.toml", toml("things", "\"number\""));

    assertFailed(
        world.ingest(today, run()),
        2,
        "Cannot read source table 'things' by key (number): it has no such columns (keys it declares: (id))");
  }

  @Test
  void aTableWhoseEngineHasNoReadViews() {
    world.sql("drop table things", "create table things (id int primary key) engine = MyISAM");

    assertFailed(
        world.ingest(today, run()),
        2,
        "Cannot read source table 'things': its engine MyISAM has no read views",
        "make it an InnoDB table");
  }

  @Test
  void aUniqueKeyWithNullsIsNoKey() {
    world.sql("drop table things", "create table things (id int, kind varchar(9), unique (id))");
    world.sql("insert into things values (null, 'a')");

    assertFailed(
        world.ingest(today, run()),
        2,
        "by key (id): there are rows without it (keys it declares: none)");
  }

  @Test
  void columnsTheLakeHasNoAnswerFor() {
    world.sql(
        "drop table things", "create table things (id int primary key, y int, `two words` int)");

    assertFailed(
        world.ingest(today, run()),
        2,
        "column 'y' is named like a partition key of the lake",
        "column 'two words' has other characters in its name");
  }

  @Test
  void anEmptyTable() {
    world.sql("delete from things");

    assertFailed(
        world.ingest(today, run()),
        3,
        "Cannot publish things_raw of " + today + ": source table 'things' is empty",
        "raw.may-be-empty = true");
  }

  @Test
  void aColumnThatChangedItsType() {
    world.sql("drop table things", "create table things (id int primary key, kind int)");

    assertFailed(
        world.ingest(today, run()),
        3,
        "Cannot publish into table 'things_raw': column 'kind' changed from string to int");
  }

  @Test
  void aFailingCheckNamesItselfAndShowsFiveRows() {
    for (int id = 3; id < 10; id++) {
      world.sql("insert into things values (" + id + ", null)");
    }

    Ran ran = world.ingest(today, "refused");

    assertFailed(
        ran,
        3,
        "Cannot publish things_raw of " + today + ": check raw_kind_is_known found {\"id\":3}",
        "what was published before is unchanged");
    assertThat(ran.err().split("\"id\":", -1)).hasSize(6);
    String receipt = world.keys(world.name + "/things_raw/_receipts/refused-").get(0);
    assertThat(world.object(receipt)).contains("\"state\" : \"refused\"", "\"pointers\" : null");
    assertThat(ran.outcome()).contains(receipt);
  }

  @Test
  void aFailingCheckOfTheCuratedTable() {
    world.write(
        "checks/curated_counts.sql",
        "select kind from curated where things > :day - :day\n".replace(":day - :day", "0"));

    assertFailed(
        world.curate(yesterday, run()),
        3,
        "Cannot publish things of " + yesterday + ": check curated_counts found {\"kind\":\"a\"}");
  }

  @Test
  void aCheckWhoseSqlIsBrokenStopsBeforeARowIsRead() {
    world.write("checks/raw_kind_is_known.sql", "select id from raw where knid is null");

    Ran ran = world.ingest(today, run());

    assertFailed(
        ran, 2, "Cannot run checks/raw_kind_is_known.sql: ", "knid", "correct the SQL of the file");
    assertThat(ran.out()).as("%s", ran).doesNotContain("stage ");
  }

  @Test
  void aCuratedSqlThatIsBroken() {
    world.write("curated.sql", "select kind from (raw");

    assertFailed(
        world.curate(yesterday, run()), 2, "Cannot run curated.sql: ", "PARSE_SYNTAX_ERROR");
  }

  @Test
  void aCuratedSqlThatFailsOnSomeRow() {
    world.write(
        "curated.sql", "select kind, count(*) as things from raw group by kind, cast(kind as int)");

    assertFailed(
        world.curate(yesterday, run()), 2, "Cannot run curated.sql: ", "CAST_INVALID_INPUT");
  }

  @Test
  void curatingADayThatWasNotIngested() {
    assertFailed(
        world.curate(today, run()),
        2,
        "Cannot curate "
            + today
            + ": table 'things_raw' has no partition of that day; run ingest for the day first");
  }

  @Test
  void curatingFilesThatAreNotThoseOfTheReceipt() {
    String location = catalogue.days("things_raw").get(yesterday);
    String stranger = location.substring(world.lake.length() + 1) + "zombie.parquet";
    world.put(stranger, "late");
    try {
      assertFailed(world.curate(yesterday, run()), 3, "are not those of the receipt");
    } finally {
      world.s3.deleteObject(delete -> delete.bucket(world.bucket).key(stranger));
    }
  }

  @Test
  void aBadDay() {
    Ran ran = world.ingest("2016-02-30", "day");

    assertFailed(
        ran, 2, "Cannot use day '2016-02-30': it is not a day of the calendar as YYYY-MM-DD");
    assertThat(ran.outcome()).contains("\"day\" : \"2016-02-30\"");
  }

  @Test
  void aDayLongPastOrInTheFuture() {
    assertFailed(
        world.ingest("2016-01-04", run()), 2, "Cannot publish day 2016-01-04", "add --late");
    assertFailed(
        world.curate("2016-01-04", run()), 2, "Cannot publish day 2016-01-04", "add --late");
    assertFailed(world.ingest("9999-01-01", run(), "--late"), 2, "it is in the future");
  }

  @Test
  void aRunIdThatIsNone() {
    assertFailed(world.ingest(today, "../other"), 2, "Cannot use run id '../other'");
  }

  @Test
  void aMissingBucket() {
    String lake = world.lake + "-none";

    Ran ran =
        world.daylake(
            "ingest",
            "--pipeline",
            world.folder.toString(),
            "--lake",
            lake,
            "--day",
            today,
            "--run",
            run());

    assertFailed(
        ran,
        2,
        "there is no bucket '" + world.bucket + "-none'; create it",
        "no outcome object is left");
  }

  @Test
  void aBucketThatIsNotWritable() {
    try (FaultyAws aws =
        faulty(call -> call.matches("(PUT|POST) /" + world.bucket + ".*"), Answer.ACCESS_DENIED)) {
      assertFailed(
          world.ingest(today, run()),
          2,
          "Cannot write to bucket '" + world.bucket + "': access is denied (AccessDenied)");
      assertThat(aws.fired).hasPositiveValue();
    }
  }

  @Test
  void aMissingGlueDatabase() {
    world.write(
        "pipeline.toml",
        toml("things", "\"id\"")
            .replace("database = \"" + world.name, "database = \"none_" + world.name));

    assertFailed(
        world.ingest(today, run()),
        2,
        "Cannot use Glue database 'none_" + world.name + "': there is none of that name");
  }

  @Test
  void anAwsThatIsNotThere() {
    world.useAws("http://127.0.0.1:9");

    Ran ran = world.ingest(today, run());

    assertFailed(ran, 4, "AWS does not answer", "check region, endpoint and credentials");
  }

  @Test
  void anAwsThatIsTooBusy() {
    try (FaultyAws aws = faulty("GetSecretValue"::equals, Answer.SLOW_DOWN)) {
      assertFailed(world.ingest(today, run()), 4, "Cannot read secret '" + world.secret + "'");
      assertThat(aws.fired).hasPositiveValue();
    }
  }

  @Test
  void argumentsThatAreNone() {
    assertFailed(
        world.daylake("ingest", "--lake"),
        2,
        "Cannot run daylake: ",
        "see 'daylake ingest --help'");
    assertFailed(world.daylake(), 2, "Cannot run daylake: Missing command");
    assertFailed(world.daylake("digest"), 2, "Cannot run daylake: ");
  }

  private String run() {
    return "run-" + ++runs;
  }

  private Ran ingestWithSecret(String name, Map<String, Object> json) {
    String secret = world.name + "/" + name;
    world.secret(secret, json);
    world.write("pipeline.toml", toml("things", "\"id\"").replace(world.secret, secret));
    return world.ingest(today, run());
  }

  private FaultyAws faulty(java.util.function.Predicate<String> calls, Answer answer) {
    FaultyAws aws =
        new FaultyAws(world.awsEndpoint(), call -> calls.test(call) ? answer : Answer.RIGHT);
    world.useAws(aws.endpoint());
    return aws;
  }

  private void createGoodTable() {
    world.sql(
        "drop table if exists things",
        "create table things (id int primary key, kind varchar(9))",
        "insert into things values (1, 'a'), (2, 'a')");
  }

  private String toml(String table, String key) {
    return """
        secret = "%s"
        database = "%s"
        [source]
        table = "%s"
        key = [%s]
        [raw]
        table = "Things_raw"
        [curated]
        table = "Things"
        """
        .formatted(world.secret, world.name, table, key);
  }
}
