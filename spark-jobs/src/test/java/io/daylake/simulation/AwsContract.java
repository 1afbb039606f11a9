package io.daylake.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What publishing relies on of S3 and Glue, for the simulated ones and the local AWS alike. */
abstract class AwsContract {
  private final String name = "c" + UUID.randomUUID().toString().substring(0, 8);
  private S3Client s3;
  private GlueClient glue;

  abstract S3Client s3();

  abstract GlueClient glue();

  @BeforeEach
  void makesABucketAndADatabase() {
    s3 = s3();
    glue = glue();
    s3.createBucket(create -> create.bucket(name));
    glue.createDatabase(create -> create.databaseInput(input -> input.name(name)));
  }

  @Test
  void anObjectComesBackAsItWasPutWithItsTimeAndS3sOwn() {
    String etag = put("a/b", "one");

    var got = s3.getObjectAsBytes(get -> get.bucket(name).key("a/b"));
    assertThat(got.asUtf8String()).isEqualTo("one");
    assertThat(got.response().eTag()).isEqualTo(etag).startsWith("\"").endsWith("\"");
    String date = got.response().sdkHttpResponse().firstMatchingHeader("Date").orElseThrow();
    var now = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    assertThat(got.response().lastModified()).isBetween(now.minusSeconds(60), now.plusSeconds(1));
  }

  @Test
  void anObjectIsReplacedAndItsEtagIsThatOfItsBytes() {
    String one = put("a", "one");
    String two = put("a", "two");

    assertThat(two).isNotEqualTo(one);
    assertThat(put("b", "one")).isEqualTo(one);
    assertThat(text("a")).isEqualTo("two");
  }

  @Test
  void whatIsNotThereIsToldByS3sOwnExceptions() {
    assertThatThrownBy(() -> text("nothing")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.listObjectsV2(list -> list.bucket(name + "-not")))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void aPutUnderIfNoneMatchIsRefusedWhereSomethingIs() {
    conditional("lease", "one", null);

    assertRefused(412, () -> conditional("lease", "two", null));
    assertThat(text("lease")).isEqualTo("one");
  }

  @Test
  void aPutUnderIfMatchIsRefusedWhereSomethingElseIs() {
    String one = conditional("lease", "one", null);
    String two = conditional("lease", "two", one);

    assertRefused(412, () -> conditional("lease", "three", one));
    assertThat(text("lease")).isEqualTo("two");
    conditional("lease", "three", two);
    assertThat(text("lease")).isEqualTo("three");
  }

  @Test
  void aPutUnderIfMatchIsRefusedWhereNothingIs() {
    assertRefused(404, () -> conditional("lease", "one", "\"0123456789abcdef0123456789abcdef\""));
    assertThatThrownBy(() -> text("lease")).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void ofManyConditionalPutsOneWins() {
    String free = put("lease", "free");

    long won =
        IntStream.range(0, 8)
            .parallel()
            .filter(i -> wins(() -> conditional("lease", "of " + i, free)))
            .count();

    assertThat(won).isEqualTo(1);
  }

  @Test
  void aListingIsSortedAndComesInPages() {
    List.of("p/c", "p/a", "q", "p/b").forEach(key -> put(key, key));

    var first = s3.listObjectsV2(list -> list.bucket(name).prefix("p/").maxKeys(2));
    assertThat(first.contents()).extracting("key").containsExactly("p/a", "p/b");
    assertThat(first.isTruncated()).isTrue();
    assertThat(first.sdkHttpResponse().firstMatchingHeader("Date")).isPresent();
    assertThat(
            s3.listObjectsV2Paginator(list -> list.bucket(name).prefix("p/").maxKeys(2)).contents())
        .extracting("key")
        .containsExactly("p/a", "p/b", "p/c");
    assertThat(first.contents().get(0).eTag()).isEqualTo(put("p/a", "p/a"));
    assertThat(first.contents().get(0).size()).isEqualTo(3);
  }

  @Test
  void deletedObjectsAreGoneAndOnesThatAreNotThereAreNoFailure() {
    put("a", "one");
    put("b", "two");

    var answer =
        s3.deleteObjects(
            delete ->
                delete
                    .bucket(name)
                    .delete(
                        all ->
                            all.quiet(true)
                                .objects(each -> each.key("a"), each -> each.key("no"))));

    assertThat(answer.errors()).isEmpty();
    assertThatThrownBy(() -> text("a")).isInstanceOf(NoSuchKeyException.class);
    assertThat(text("b")).isEqualTo("two");
  }

  @Test
  void tablesAreFoundByFoldedNamesAndOnlyOnceCreated() {
    glue.createTable(create -> create.databaseName(name).tableInput(table("Things", "one")));

    assertThat(location("THINGS")).isEqualTo("s3://" + name + "/one/");
    assertThatThrownBy(
            () ->
                glue.createTable(
                    create -> create.databaseName(name).tableInput(table("things", "two"))))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> location("nothing")).isInstanceOf(EntityNotFoundException.class);
  }

  @Test
  void aTableIsUpdatedOnlyUnderItsVersion() {
    glue.createTable(create -> create.databaseName(name).tableInput(table("things", "one")));
    String version = version();
    update("two", version);

    assertThat(version()).isNotEqualTo(version);
    assertThatThrownBy(() -> update("three", version))
        .isInstanceOf(ConcurrentModificationException.class);
    assertThat(location("things")).isEqualTo("s3://" + name + "/two/");
    assertThatThrownBy(
            () ->
                glue.updateTable(
                    update ->
                        update.databaseName(name).tableInput(table("no", "x")).versionId("1")))
        .isInstanceOf(EntityNotFoundException.class);
  }

  @Test
  void aPartitionIsCreatedOnceMovedByWhoeverComesLastAndDeletedOnce() {
    glue.createTable(create -> create.databaseName(name).tableInput(table("things", "t")));
    assertThatThrownBy(() -> partition("01")).isInstanceOf(EntityNotFoundException.class);
    assertThatThrownBy(() -> move("01", "one")).isInstanceOf(EntityNotFoundException.class);

    create("01", "one");
    assertThatThrownBy(() -> create("01", "two")).isInstanceOf(AlreadyExistsException.class);
    assertThat(partition("01").storageDescriptor().location()).endsWith("/one/");
    move("01", "two");
    move("01", "three");
    assertThat(partition("01").storageDescriptor().location()).endsWith("/three/");
    assertThat(partition("01").parameters()).containsEntry("daylake.run", "three");

    delete("01");
    assertThatThrownBy(() -> delete("01")).isInstanceOf(EntityNotFoundException.class);
    assertThatThrownBy(() -> partition("01")).isInstanceOf(EntityNotFoundException.class);
  }

  @Test
  void partitionsAreFoundByExpression() {
    glue.createTable(create -> create.databaseName(name).tableInput(table("things", "t")));
    List.of("03", "01", "02").forEach(day -> create(day, day));

    assertThat(days(null)).containsExactlyInAnyOrder("01", "02", "03");
    assertThat(
            days(
                "(y > '2016') or (y = '2016' and m > '01') or (y = '2016' and m = '01' and d > '02')"))
        .containsExactly("03");
    assertThat(
            days(
                "(y > '2016') or (y = '2016' and m > '01') or (y = '2016' and m = '01' and d > '03')"))
        .isEmpty();
    assertThatThrownBy(() -> glue.getPartitions(get -> get.databaseName(name).tableName("nothing")))
        .isInstanceOf(EntityNotFoundException.class);
  }

  private String put(String key, String text) {
    return s3.putObject(put -> put.bucket(name).key(key), RequestBody.fromString(text)).eTag();
  }

  /** {@code before}: an ETag, or null for nothing. */
  private String conditional(String key, String text, String before) {
    PutObjectRequest.Builder put = PutObjectRequest.builder().bucket(name).key(key);
    return s3.putObject(
            (before == null ? put.ifNoneMatch("*") : put.ifMatch(before)).build(),
            RequestBody.fromString(text))
        .eTag();
  }

  private static boolean wins(Runnable put) {
    try {
      put.run();
      return true;
    } catch (AwsServiceException e) {
      assertThat(e.statusCode()).isIn(409, 412);
      return false;
    }
  }

  private static void assertRefused(int status, Runnable put) {
    assertThatThrownBy(put::run)
        .isInstanceOfSatisfying(
            AwsServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(status));
  }

  private String text(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(name).key(key)).asUtf8String();
  }

  private TableInput table(String table, String at) {
    return TableInput.builder()
        .name(table)
        .tableType("EXTERNAL_TABLE")
        .partitionKeys(
            key -> key.name("y").type("string"),
            key -> key.name("m").type("string"),
            key -> key.name("d").type("string"))
        .storageDescriptor(
            storage ->
                storage
                    .location("s3://" + name + "/" + at + "/")
                    .columns(column -> column.name("id").type("bigint")))
        .build();
  }

  private PartitionInput input(String day, String at) {
    return PartitionInput.builder()
        .values("2016", "01", day)
        .storageDescriptor(storage -> storage.location("s3://" + name + "/" + at + "/"))
        .parameters(java.util.Map.of("daylake.run", at))
        .build();
  }

  private String location(String table) {
    return glue.getTable(get -> get.databaseName(name).name(table))
        .table()
        .storageDescriptor()
        .location();
  }

  private String version() {
    return glue.getTable(get -> get.databaseName(name).name("things")).table().versionId();
  }

  private void update(String at, String version) {
    glue.updateTable(
        update -> update.databaseName(name).tableInput(table("things", at)).versionId(version));
  }

  private void create(String day, String at) {
    glue.createPartition(
        create -> create.databaseName(name).tableName("things").partitionInput(input(day, at)));
  }

  private void move(String day, String at) {
    glue.updatePartition(
        update ->
            update
                .databaseName(name)
                .tableName("things")
                .partitionValueList("2016", "01", day)
                .partitionInput(input(day, at)));
  }

  private void delete(String day) {
    glue.deletePartition(
        delete -> delete.databaseName(name).tableName("things").partitionValues("2016", "01", day));
  }

  private Partition partition(String day) {
    return glue.getPartition(
            get -> get.databaseName(name).tableName("things").partitionValues("2016", "01", day))
        .partition();
  }

  private List<String> days(String expression) {
    return glue
        .getPartitionsPaginator(
            get -> get.databaseName(name).tableName("things").expression(expression))
        .stream()
        .flatMap(page -> page.partitions().stream())
        .map(each -> each.values().get(2))
        .toList();
  }
}
