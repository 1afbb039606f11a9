package io.daylake.badinput;

import static io.daylake.badinput.Case.ingest;
import static io.daylake.badinput.Case.source;
import static io.daylake.badinput.Case.toml;

import java.util.ArrayList;
import java.util.List;

/** Tables that cannot be read, or not as the pipeline says. */
class SourceTableTest extends CasesTest {
  private static final String READ = "Cannot read source table 'things'";
  private static final String KEY = READ + " by key (id): ";
  private static final String NO_KEY = "drop table things";

  @Override
  List<Case> cases() {
    List<Case> cases = new ArrayList<>(tables());
    cases.addAll(keys());
    cases.addAll(columns());
    return cases;
  }

  private static List<Case> tables() {
    return List.of(
        toml(
            "none of that name",
            "\"things\"",
            "\"no`such\"",
            "Cannot read source table 'no`such': database '{name}' has none of that name that",
            "; correct source.table in pipeline.toml, or grant the user SELECT on it"),
        toml(
            "a table of another database",
            "\"things\"",
            "\"mysql.user\"",
            "Cannot read source table 'mysql.user': database '{name}' has none of that name"),
        source(
            "an engine without read views",
            List.of("drop table things", "create table things (id int primary key) engine=MyISAM"),
            2,
            READ + ": its engine MyISAM has no read views; make it an InnoDB table"),
        source("no row", List.of("delete from things"), 3, "source table 'things' is empty; "),
        source(
            "a view whose table is gone",
            List.of(
                "create table other (id int primary key)",
                "drop table things",
                "create view things as select id from other",
                "drop table other"),
            2,
            READ),
        ingest(
            "a view without checksums",
            day -> {
              day.world.sql(
                  "drop table if exists other",
                  "rename table things to other",
                  "create view things as select id, kind from other");
              day.world.write(
                  "pipeline.toml", day.toml().replace("[raw]", "checksums = false\n[raw]"));
            },
            2,
            READ + ": it is a view, and nothing but checksums tells whether its tables were read ",
            "; leave source.checksums on"));
  }

  private static List<Case> keys() {
    return List.of(
        toml("of no such column", "\"id\"]", "\"no\"]", "by key (no): it has no such columns"),
        toml("with a wild name", "\"id\"]", "\"i`d\"]", "by key (i`d): it has no such columns"),
        ingest(
            "that rows share",
            day -> {
              day.world.sql("insert into things values (3, 'a')");
              day.world.write("pipeline.toml", day.toml().replace("\"id\"", "\"kind\""));
            },
            2,
            READ + " by key (kind): there are rows that share one (keys it declares: (id))",
            "; correct source.key in pipeline.toml, or leave it out: then one reader reads"),
        source(
            "that is unique but may be null",
            List.of(
                NO_KEY,
                "create table things (id int, kind varchar(9), unique (id))",
                "insert into things values (null, 'a')"),
            2,
            KEY + "there are rows without it (keys it declares: none)"),
        source(
            "that only its beginning makes unique",
            List.of(
                NO_KEY,
                "create table things (id varchar(9), kind int, unique (id(1)))",
                "insert into things values (null, 1)"),
            2,
            KEY + "there are rows without it (keys it declares: none)"),
        source(
            "whose collation takes two texts for one",
            List.of(
                NO_KEY,
                "create table things (id varchar(9), kind int) collate utf8mb4_general_ci",
                "insert into things values ('straße', 1), ('STRASE', 2), ('straSe', 3)"),
            2,
            KEY + "there are rows that share one"));
  }

  private static List<Case> columns() {
    String publish = "Cannot publish into table 'things_raw': column 'kind' ";
    return List.of(
        source(
            "that changed its type",
            List.of(NO_KEY, "create table things (id int primary key, kind int)"),
            3,
            publish + "changed from string to int, and Athena cannot read both as one column"),
        source(
            "a truth that is neither 0 nor 1",
            List.of(
                "alter table things add more tinyint(1)", "update things set more = 2 where id=2"),
            3,
            "Cannot read column 'more' (tinyint(1)): ",
            "correct the value in the source and run the day again"),
        source(
            "several at once",
            List.of("alter table things add y int, add `two words` int"),
            2,
            READ + ": column 'y' is named like a partition key of the lake (y, m, d); ",
            "column 'two words' has other characters in its name than letters, digits and _",
            "; read a view that names it otherwise or leaves it out"));
  }
}
