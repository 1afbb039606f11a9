package io.daylake.faults;

import static io.daylake.faults.Stage.reads;
import static io.daylake.faults.Stage.says;
import static io.daylake.faults.Stage.writes;

import java.util.List;

/** The list of stages. A command that comes later adds its own here. */
final class Stages {
  private static final String RAW = "raw_%s/y=";
  private static final String RECEIPT = "raw_%s/_receipts/";
  private static final String LEASE = "raw_%s/_leases/";
  private static final String SWITCHES = "raw_%s/_switches/";

  static final List<Stage> ALL =
      List.of(
          reads("ingest", "read the pipeline", "s3", "GetObject", "%s/pipeline.toml"),
          writes("ingest", "prove the lake writable", "s3", "CreateMultipartUpload", RAW),
          reads("ingest", "find the Glue database", "glue", "GetDatabase", ""),
          reads("ingest", "read the secret", "secretsmanager", "GetSecretValue", ""),
          reads("ingest", "read the secret, each reader", "secretsmanager", "GetSecretValue", "")
              .after(4),
          says("connect", "_client_name", 0),
          says("connect the readers", "_client_name", 4),
          says("read the columns", "information_schema.columns", 0),
          says("plan", " offset ", 0),
          says("meet", "arrived.1", 0),
          says("lock", "lock tables `", 0).andDeadly(),
          says("open views", "start transaction with consistent", 0),
          says("open views, each reader", "start transaction with consistent", 1),
          says("unlock", "unlock tables", 0),
          new Stage(
              "ingest", "read a range", new Edge.Statement("`id`, `version`", 0, 6000), true, true),
          says("sum on the server", "select count(*)", 0),
          writes("ingest", "upload a file", "s3", "PutObject", RAW).andDeadly(),
          reads("ingest", "list the files", "s3", "ListObjectsV2", RAW).after(2),
          reads("ingest", "read the files again", "s3", "GetObject", RAW),
          reads("ingest", "look who has the lease", "s3", "GetObject", LEASE),
          writes("ingest", "take the lease", "s3", "PutObject", LEASE).andDeadly(),
          writes("ingest", "write the receipt", "s3", "PutObject", RECEIPT).andDeadly(),
          reads("ingest", "look at the partition", "glue", "GetPartition", ""),
          writes("ingest", "create the table", "glue", "CreateTable", "").ofTheFirstRun(),
          writes("ingest", "create the partition", "glue", "CreatePartition", "").ofTheFirstRun(),
          reads("ingest", "prove the lease its own", "s3", "GetObject", LEASE).after(1),
          writes("ingest", "switch the partition", "glue", "UpdatePartition", "").andDeadly(),
          writes("ingest", "switch `_latest`", "glue", "UpdateTable", "raw_%s_latest").andDeadly(),
          writes("ingest", "complete the receipt", "s3", "PutObject", RECEIPT).after(1),
          writes("ingest", "give the lease back", "s3", "PutObject", LEASE).after(1),
          writes("ingest", "leave the outcome", "s3", "PutObject", "_outcomes/%s/"),
          reads("curate", "read the raw receipt", "s3", "GetObject", RECEIPT),
          reads("curate", "read the raw files", "s3", "GetObject", RAW),
          writes("curate", "upload a file", "s3", "CompleteMultipartUpload", "curated_%s/y="),
          writes("curate", "take the lease", "s3", "PutObject", "curated_%s/_leases/"),
          writes("curate", "write the receipt", "s3", "PutObject", "curated_%s/_receipts/"),
          writes("curate", "switch the partition", "glue", "UpdatePartition", ""),
          writes("curate", "switch `_latest`", "glue", "UpdateTable", "curated_%s_latest"),
          reads("rollback", "find the run", "s3", "GetObject", RECEIPT),
          writes("rollback", "take the lease", "s3", "PutObject", LEASE),
          writes("rollback", "take the other lease", "s3", "PutObject", "curated_%s/_leases/"),
          reads("rollback", "list the files", "s3", "ListObjectsV2", RAW),
          writes("rollback", "write what it is to move", "s3", "PutObject", SWITCHES),
          writes("rollback", "switch the partition", "glue", "UpdatePartition", "raw_%s")
              .andDeadly(),
          writes("rollback", "switch `_latest`", "glue", "UpdateTable", "raw_%s_latest"),
          writes("rollback", "switch the other partition", "glue", "UpdatePartition", "curated_%s"),
          writes("rollback", "complete what it has moved", "s3", "PutObject", SWITCHES).after(1),
          reads("retain", "list the receipts", "s3", "ListObjectsV2", RECEIPT),
          writes("retain", "take the lease", "s3", "PutObject", LEASE),
          reads("retain", "see what is in use", "glue", "GetPartitions", ""),
          writes("retain", "mark the run", "s3", "PutObject", RECEIPT).andDeadly(),
          writes("retain", "delete its files", "s3", "DeleteObjects", "").andDeadly());

  private Stages() {}
}
