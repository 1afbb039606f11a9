package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {
  @ParameterizedTest
  @CsvSource({
    "tinyint(1), boolean",
    "tinyint(4), tinyint",
    "tinyint, tinyint",
    "tinyint(1) unsigned, smallint",
    "tinyint(3) unsigned, smallint",
    "smallint(6), smallint",
    "smallint unsigned, int",
    "mediumint unsigned, int",
    "int(11), int",
    "int unsigned zerofill, bigint",
    "bigint(20), bigint",
    "'bigint unsigned', 'decimal(20,0)'",
    "'decimal(38,10)', 'decimal(38,10)'",
    "'decimal(12,9) unsigned', 'decimal(12,9)'",
    "'decimal(5,0)', 'decimal(5,0)'",
    "'decimal(39,0)', string",
    "float, float",
    "'double(8,2)', double",
    "bit(1), boolean",
    "bit(63), bigint",
    "bit(64), 'decimal(20,0)'",
    "char(4), string",
    "varchar(64), string",
    "longtext, string",
    "'enum(''unsigned'',''b'')', string",
    "'set(''a'',''b'')', string",
    "json, string",
    "date, date",
    "datetime(6), timestamp_ntz",
    "timestamp(3), timestamp",
    "time(2), bigint",
    "year(4), int",
    "binary(16), binary",
    "longblob, binary",
    "point, binary",
    "vector(3), binary",
    "inet6, string",
    "uuid, string"
  })
  void eachTypeHasOneAnswer(String declared, String inLake) {
    assertThat(Types.of(declared, Dialect.MYSQL).lake().catalogString()).isEqualTo(inLake);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xmltype", "", "interval day"})
  void whatHasNoAnswerYetHasNone(String declared) {
    assertThat(Types.of(declared, Dialect.MYSQL)).isNull();
  }
}
