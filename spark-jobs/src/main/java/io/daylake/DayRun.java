package io.daylake;

import io.daylake.aws.S3Uri;
import io.daylake.catalog.Catalog;
import io.daylake.pipeline.Pipeline;
import io.daylake.pipeline.PipelineFolder;
import io.daylake.table.Day;
import io.daylake.table.Partition;
import java.time.Clock;
import java.time.LocalDate;
import java.util.function.Function;

/**
 * A command on a day, with everything checked that is cheap to check before the expensive work
 * begins.
 */
record DayRun(
    PipelineFolder folder,
    Pipeline pipeline,
    Pipeline.Target target,
    Day day,
    boolean late,
    Partition partition,
    Catalog catalog) {

  static DayRun prepare(
      Attempt attempt, DayOptions options, Function<Pipeline, Pipeline.Target> target) {
    String bucket = attempt.bucket();
    String run = attempt.run();
    LocalDate today = LocalDate.now(Clock.systemUTC());
    Day day = Day.of(options.day);
    day.allowedOn(today, options.late);
    PipelineFolder folder = PipelineFolders.read(options.pipeline, attempt::store);
    Pipeline pipeline = folder.pipeline();
    Partition partition =
        new Partition(
            bucket, pipeline.database(), target.apply(pipeline).table(), day, run, attempt.id);
    attempt.store().provesWritable(S3Uri.of(partition.location()));
    return new DayRun(
        folder,
        pipeline,
        target.apply(pipeline),
        day,
        day.late(today),
        partition,
        new Catalog(pipeline.database()));
  }
}
