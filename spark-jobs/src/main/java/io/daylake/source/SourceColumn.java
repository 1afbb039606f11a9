package io.daylake.source;

import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.sql.types.DataType;

/** A column as the source declares it, and its type in the lake. */
public record SourceColumn(String name, String declared, DataType type) implements Serializable {
  /** Glue folds names to lower case; so do we, once. */
  public String lakeName() {
    return name.toLowerCase(Locale.ROOT);
  }
}
