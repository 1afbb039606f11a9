package io.daylake.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypesTest {
  @ParameterizedTest
  @CsvSource({
    "tinyint, tinyint(1), boolean",
    "tinyint, tinyint(4), tinyint",
    "tinyint, tinyint, tinyint",
    "tinyint, tinyint(1) unsigned, smallint",
    "tinyint, tinyint(3) unsigned, smallint",
    "smallint, smallint(6), smallint",
    "smallint, smallint unsigned, int",
    "mediumint, mediumint unsigned, int",
    "int, int(11), int",
    "int, int unsigned zerofill, bigint",
    "bigint, bigint(20), bigint",
    "bigint, 'bigint unsigned', 'decimal(20,0)'",
    "float, float, float",
    "double, 'double(8,2)', double",
    "char, char(4), string",
    "varchar, varchar(64), string",
    "longtext, longtext, string",
    "enum, 'enum(''unsigned'',''b'')', string",
    "set, 'set(''a'',''b'')', string",
    "json, json, string",
    "date, date, date",
    "datetime, datetime(6), timestamp_ntz",
    "timestamp, timestamp(3), timestamp",
    "year, year(4), int",
    "binary, binary(16), binary",
    "longblob, longblob, binary"
  })
  void eachTypeHasOneAnswer(String name, String declared, String inLake) {
    assertThat(Types.of(name, declared, 0, 0).catalogString()).isEqualTo(inLake);
  }

  @ParameterizedTest
  @CsvSource({"38, 10, 'decimal(38,10)'", "12, 9, 'decimal(12,9)'", "5, 0, 'decimal(5,0)'"})
  void decimalsKeepTheirDigits(long precision, long scale, String inLake) {
    assertThat(Types.of("decimal", "decimal", precision, scale).catalogString()).isEqualTo(inLake);
  }

  @ParameterizedTest
  @CsvSource({"decimal, 39", "time, 0", "bit, 1", "geometry, 0", "inet6, 0", "vector, 0"})
  void whatHasNoAnswerYetHasNone(String name, long precision) {
    assertThat(Types.of(name, name, precision, 0)).isNull();
  }
}
