package io.daylake.source;

import io.daylake.table.Column;
import java.io.Serializable;
import java.util.Locale;

/**
 * A column as the source declares it.
 *
 * @param declared its type, such as {@code varchar(16)}
 * @param charset null where it is no text
 * @param collation null where it is no text
 */
public record SourceColumn(
    String name, String declared, String charset, String collation, Dialect dialect)
    implements Serializable {
  static SourceColumn remembered(Column column, Dialect dialect) {
    return new SourceColumn(column.name(), column.sourceType(), null, null, dialect);
  }

  /** Glue folds names to lower case; so do we, once. */
  public String lakeName() {
    return name.toLowerCase(Locale.ROOT);
  }

  ColumnType type() {
    return Types.of(declared, dialect);
  }

  /** The SQL whose bytes a checksum is made of; text that is UTF-8 already needs no conversion. */
  String checked() {
    boolean asStored =
        "utf8mb4".equals(charset) && type() instanceof TextColumn text && text.isAsStored();
    return asStored ? quoted() : type().checked(quoted());
  }

  String quoted() {
    return SourceTable.quoted(name);
  }
}
