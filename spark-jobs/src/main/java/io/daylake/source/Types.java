package io.daylake.source;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our own table of types: what each MySQL and MariaDB type becomes in the lake. */
final class Types {
  private static final int LARGEST_PRECISION = 38;
  private static final int DIGITS_OF_64_BITS = 20;

  /** Such as {@code decimal(10,2) unsigned zerofill}; an ENUM's members matter to nobody here. */
  private static final Pattern DECLARED =
      Pattern.compile("(\\w+)(?:\\((\\d+)(?:,(\\d+))?\\))?.*", Pattern.DOTALL);

  private Types() {}

  /** The type's way into the lake, or null where it has none. {@code type}: as declared. */
  static ColumnType of(String type, Dialect dialect) {
    String declared = type.toLowerCase(Locale.ROOT);
    Matcher parts = DECLARED.matcher(declared);
    if (!parts.matches()) {
      return null;
    }
    boolean unsigned = declared.contains("unsigned");
    boolean plain = !declared.contains("zerofill");
    int first = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
    int second = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    return switch (parts.group(1)) {
      case "tinyint" ->
          first == 1 && !unsigned
              ? new BooleanColumn()
              : new IntegerColumn(unsigned ? 16 : 8, plain);
      case "smallint" -> new IntegerColumn(unsigned ? 32 : 16, plain);
      case "mediumint" -> new IntegerColumn(32, plain);
      case "year" -> new IntegerColumn(32, false);
      case "int" -> new IntegerColumn(unsigned ? 64 : 32, plain);
      case "bigint" ->
          unsigned ? new DecimalColumn(DIGITS_OF_64_BITS, 0, plain) : new IntegerColumn(64, plain);
      case "bit" -> bits(first);
      case "decimal" -> decimal(first, second, plain);
      case "float" -> RealColumn.ofFloat(dialect);
      case "double" -> RealColumn.ofDouble(first, dialect);
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
          new TextColumn(TextColumn.Order.COLLATED);
      case "enum", "set", "json" -> new TextColumn(TextColumn.Order.HIDDEN);
      case "uuid", "inet4", "inet6" -> new TextColumn(TextColumn.Order.MEANT);
      case "date" -> new DateColumn();
      case "datetime" -> new DateTimeColumn(false, first);
      case "timestamp" -> new DateTimeColumn(true, first);
      case "time" -> new TimeColumn(first);
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          BytesColumn.plain();
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geomcollection",
          "geometrycollection" ->
          BytesColumn.opaque();
      case "vector" -> BytesColumn.unknownToTheDriver();
      default -> null;
    };
  }

  private static ColumnType bits(int length) {
    return switch (length) {
      case 0, 1 -> new BooleanColumn();
      case 64 -> new DecimalColumn(DIGITS_OF_64_BITS, 0, false);
      default -> new IntegerColumn(64, false);
    };
  }

  /** Beyond what Parquet and Athena take, the number's own text: exact, though no number. */
  private static ColumnType decimal(int precision, int scale, boolean plain) {
    return precision > LARGEST_PRECISION
        ? new TextColumn(TextColumn.Order.HIDDEN, plain ? "%s" : "%s + 0")
        : new DecimalColumn(precision, scale, plain);
  }
}
