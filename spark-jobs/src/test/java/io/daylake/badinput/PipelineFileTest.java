package io.daylake.badinput;

import static io.daylake.badinput.Case.ingest;
import static io.daylake.badinput.Case.toml;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Mistakes in the pipeline's folder; PipelineFolderTest has more of its file. */
class PipelineFileTest extends CasesTest {
  private static final String KEY = "key = [\"id\"]";
  private static final String COUNT = " must be a whole number of at least 1";
  private static final String LAKE_NAME = " must be a name of at most 200 letters, digits and _";

  @Override
  List<Case> cases() {
    return List.of(
        ingest(
            "several problems at once",
            day ->
                day.world.write(
                    "pipeline.toml", day.toml().replace("secret =", "secrte =") + "colour = 1\n"),
            2,
            "Cannot use pipeline 'crimes_{name}': ",
            "secrte is unknown; ",
            "curated.colour is unknown; ",
            "secret is missing; correct the folder"),
        ingest(
            "no pipeline.toml",
            day -> day.world.delete("pipeline.toml"),
            2,
            "pipeline.toml is missing"),
        ingest(
            "no curated.sql", day -> day.world.delete("curated.sql"), 2, "curated.sql is missing"),
        ingest(
            "a file that is UTF-16",
            day -> day.write("pipeline.toml", StandardCharsets.UTF_16, day.toml()),
            2,
            "Cannot read pipeline folder '",
            "pipeline.toml is not UTF-8"),
        ingest(
            "a byte order mark, as Windows writes one",
            day -> day.world.write("pipeline.toml", "\ufeff" + day.toml()),
            2,
            "pipeline.toml is not TOML in line 1"),
        toml("not TOML", "[source]", "[source", "pipeline.toml is not TOML in line 3 ("),
        toml("a key twice", KEY, KEY + "\n" + KEY, "pipeline.toml is not TOML", "Duplicate"),
        toml("a number for a text", "\"things\"", "7", "source.table must be a text"),
        toml("a blank text", "\"things\"", "\"  \"", "source.table must be a text"),
        toml("a misspelt table", "[raw]", "[row]", "row is unknown; raw.table is missing"),
        ingest(
            "a text for all of a table",
            day ->
                day.world.write(
                    "pipeline.toml", "raw = 'x'\n" + day.toml().replace("[raw]", "[rows]")),
            2,
            "raw must be a table, [raw]; rows is unknown"),
        toml("an empty key", KEY, "key = []", "source.key must be a list of at least one text"),
        toml("a text for a list", KEY, "key = \"id\"", "source.key must be a list of"),
        toml("a key's column twice", KEY, "key = [\"a\", \"A\"]", "none of them twice"),
        toml("no reader", KEY, KEY + "\nreaders = 0", "source.readers" + COUNT),
        toml("a reader and a half", KEY, KEY + "\nreaders = 1.5", "source.readers" + COUNT),
        toml("too many readers", KEY, KEY + "\nreaders = 99999999999", "source.readers" + COUNT),
        toml("no time", KEY, KEY + "\nmax-server-seconds = -1", "max-server-seconds" + COUNT),
        toml("yes for true", KEY, KEY + "\nchecksums = \"yes\"", "checksums must be true or false"),
        toml("an unknown word", KEY, KEY + "\nwithout-lock = \"go\"", "\"one-reader\" or"),
        toml("a table with a blank", "Things_raw", "two words", "raw.table" + LAKE_NAME),
        toml("a table with a dot", "Things_raw", "a.b", "raw.table" + LAKE_NAME),
        toml("a table too long", "Things_raw", "a".repeat(201), "raw.table" + LAKE_NAME),
        toml("an empty database", "\ndatabase = \"", "\ndatabase = \"\" #", "database" + LAKE_NAME),
        toml("one table for both", "Things_raw", "THINGS", "raw.table and curated.table are the"),
        toml(
            "a table named like the other's latest",
            "\"Things\"",
            "\"things_raw_LATEST\"",
            "curated.table is the name that raw.table's latest day is published by"),
        ingest(
            "a check that nothing runs",
            day -> day.world.write("checks/keys.sql", "select 1"),
            2,
            "checks/keys.sql is neither checks/raw_….sql nor checks/curated_….sql"));
  }
}
