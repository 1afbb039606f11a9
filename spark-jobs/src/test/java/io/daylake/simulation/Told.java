package io.daylake.simulation;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.UpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** A call in a line, for whoever reads a history. */
final class Told {
  private Told() {}

  static String of(String operation, SdkRequest request) {
    return (operation + " " + asked(request)).strip();
  }

  private static String asked(SdkRequest request) {
    if (request instanceof PutObjectRequest put) {
      String condition = put.ifMatch() == null ? put.ifNoneMatch() : put.ifMatch();
      return put.key() + (condition == null ? "" : " if " + condition);
    } else if (request instanceof GetObjectRequest get) {
      return get.key();
    } else if (request instanceof ListObjectsV2Request list) {
      return list.prefix();
    } else if (request instanceof DeleteObjectsRequest delete) {
      return delete.delete().objects().get(0).key() + " and others";
    } else if (request instanceof GetTableRequest get) {
      return get.name();
    } else if (request instanceof CreateTableRequest create) {
      return create.tableInput().name()
          + " -> "
          + create.tableInput().storageDescriptor().location();
    } else if (request instanceof UpdateTableRequest update) {
      return update.tableInput().name()
          + " of version "
          + update.versionId()
          + " -> "
          + update.tableInput().storageDescriptor().location();
    } else if (request instanceof GetPartitionRequest get) {
      return get.tableName() + " " + get.partitionValues();
    } else if (request instanceof GetPartitionsRequest get) {
      return get.tableName() + " " + get.expression();
    } else if (request instanceof CreatePartitionRequest create) {
      return create.tableName() + " -> " + create.partitionInput().storageDescriptor().location();
    } else if (request instanceof UpdatePartitionRequest update) {
      return update.tableName() + " -> " + update.partitionInput().storageDescriptor().location();
    } else if (request instanceof DeletePartitionRequest delete) {
      return delete.tableName() + " " + delete.partitionValues();
    }
    return request.toString();
  }
}
