package io.daylake;

import static io.daylake.support.Failures.assertDone;
import static io.daylake.support.Failures.assertFailed;

import io.daylake.support.Catalogue;
import io.daylake.support.Environment;
import io.daylake.support.Ran;
import io.daylake.support.World;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A pipeline of one small table, and what its runs leave on S3 and in Glue. */
final class Things implements AutoCloseable {
  static final String RAW = "raw_things";
  static final String CURATED = "things";

  final String today = LocalDate.now(ZoneOffset.UTC).toString();
  final String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
  final World world;
  final Catalogue catalogue;

  Things(Path temporary) {
    world = new World(Environment.fromVariables(), temporary);
    catalogue = new Catalogue(world);
    world.sql(
        "create table things (id int auto_increment primary key, kind varchar(9))",
        "insert into things (kind) values ('a')");
    world.write("checks/raw_no_c.sql", "select id from raw where kind = 'c'");
    world.write("curated.sql", "select kind, count(*) as many from raw group by kind");
    world.write(
        "pipeline.toml",
        """
        secret = "%s"
        database = "%s"
        source = { table = "things", key = ["id"] }
        raw = { table = "raw_things" }
        curated = { table = "things" }
        """
            .formatted(world.secret, world.name));
  }

  /** Both tables, from one row more than the run before. */
  void publish(String day, String run) {
    ingest(day, run);
    assertDone(world.curate(day, run));
  }

  void ingest(String day, String run) {
    world.sql("insert into things (kind) values ('a')");
    assertDone(world.ingest(day, run));
  }

  /** By the rule that no thing is of kind c. */
  void isRefused(String day, String run) {
    world.sql("insert into things (kind) values ('c')");
    assertFailed(world.ingest(day, run), 3, "no_c");
  }

  /** A command on all days of the two tables. */
  Ran lake(String command, String run, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(command, "--pipeline", world.folder.toString(), "--lake", world.lake));
    if (run != null) {
      arguments.addAll(List.of("--run", run));
    }
    arguments.addAll(List.of(more));
    return world.daylake(arguments.toArray(String[]::new));
  }

  /** All files of both tables, with what is in them. */
  List<String> files() {
    return world.s3.listObjectsV2Paginator(list -> list.bucket(world.bucket)).contents().stream()
        .filter(object -> object.key().contains("/y="))
        .map(object -> object.key() + " " + object.eTag())
        .toList();
  }

  /** The files of the attempts of one run on a table. */
  List<String> filesOf(String table, String run) {
    return world.keys(world.name + "/" + table + "/y=").stream()
        .filter(key -> key.contains("/run=" + run + "-"))
        .toList();
  }

  String receipt(String table, String run) {
    return world.object(receiptKey(table, run));
  }

  String receiptKey(String table, String run) {
    return world.keys(world.name + "/" + table + "/_receipts/" + run + "-").get(0);
  }

  /** The receipts of switches that needed no new files, in the order they were made. */
  List<String> switches(String table) {
    return world.keys(world.name + "/" + table + "/_switches/").stream()
        .map(world::object)
        .toList();
  }

  @Override
  public void close() {
    world.close();
  }
}
