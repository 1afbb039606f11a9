package io.daylake;

import io.daylake.catalog.Catalog;
import io.daylake.pipeline.Pipeline;

/** The two tables of a pipeline. */
record LakeTables(LakeTable raw, LakeTable curated) {
  static LakeTables of(Attempt attempt, String folder) {
    String bucket = attempt.bucket();
    Pipeline pipeline = PipelineFolders.read(folder, attempt::store).pipeline();
    return of(attempt, new Catalog(pipeline.database()), bucket, pipeline);
  }

  static LakeTables of(Attempt attempt, Catalog catalog, String bucket, Pipeline pipeline) {
    return new LakeTables(
        table(attempt, catalog, bucket, pipeline, pipeline.raw()),
        table(attempt, catalog, bucket, pipeline, pipeline.curated()));
  }

  private static LakeTable table(
      Attempt attempt, Catalog catalog, String bucket, Pipeline pipeline, Pipeline.Target target) {
    return new LakeTable(
        attempt.store(), catalog, attempt.time(), bucket, pipeline.database(), target.table());
  }
}
