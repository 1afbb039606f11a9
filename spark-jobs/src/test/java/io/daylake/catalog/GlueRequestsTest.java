package io.daylake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.daylake.table.Column;
import io.daylake.table.Day;
import io.daylake.table.Partition;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.TableInput;

class GlueRequestsTest {
  private static final Partition PARTITION =
      new Partition("lake", "crime_data", "Crimes", Day.of("2016-01-04"), "r1", "0badcafe");
  private static final List<Column> COLUMNS = List.of(new Column("id", "bigint", "bigint(20)"));
  private static final String LOCATION =
      "s3://lake/crime_data/crimes/y=2016/m=01/d=04/run=r1-0badcafe/";

  @Test
  void theTableOfAllDaysIsPartitionedByTexts() {
    TableInput table = GlueRequests.table(PARTITION, COLUMNS);

    assertThat(table.name()).isEqualTo("crimes");
    assertThat(table.tableType()).isEqualTo("EXTERNAL_TABLE");
    assertThat(table.partitionKeys()).extracting("name").containsExactly("y", "m", "d");
    assertThat(table.partitionKeys()).extracting("type").containsOnly("string");
    assertThat(table.storageDescriptor().location()).isEqualTo("s3://lake/crime_data/crimes/");
    assertThat(table.parameters()).containsEntry("classification", "parquet");
  }

  @Test
  void thePartitionPointsAtTheAttemptsFiles() {
    PartitionInput partition = GlueRequests.partition(PARTITION, COLUMNS);

    assertThat(partition.values()).containsExactly("2016", "01", "04");
    assertThat(partition.storageDescriptor().location()).isEqualTo(LOCATION);
    assertThat(partition.storageDescriptor().serdeInfo().serializationLibrary())
        .isEqualTo("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
    assertThat(partition.parameters())
        .containsEntry("daylake.day", "2016-01-04")
        .containsEntry("daylake.run", "r1");
  }

  @Test
  void theLatestTableHasNoPartitions() {
    PartitionInput greatest = GlueRequests.partition(PARTITION, COLUMNS);
    TableInput latest =
        GlueRequests.latest(
            "crimes",
            software.amazon.awssdk.services.glue.model.Partition.builder()
                .values(greatest.values())
                .storageDescriptor(greatest.storageDescriptor())
                .parameters(greatest.parameters())
                .build());

    assertThat(latest.name()).isEqualTo("crimes_latest");
    assertThat(latest.hasPartitionKeys()).isFalse();
    assertThat(latest.storageDescriptor().location()).isEqualTo(LOCATION);
    assertThat(latest.parameters()).containsEntry("daylake.day", "2016-01-04");
  }

  @Test
  void laterDaysAreAskedForByTheTextsOfTheirParts() {
    assertThat(GlueRequests.laterThan(Day.of("2016-01-04")))
        .isEqualTo(
            "(y > '2016') or (y = '2016' and m > '01') or (y = '2016' and m = '01' and d > '04')");
  }
}
