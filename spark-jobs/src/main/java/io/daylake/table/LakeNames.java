package io.daylake.table;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** What a column of the lake may be named, so that Glue, Athena and Spark all take it as it is. */
public final class LakeNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
  private static final Set<String> PARTITION_KEYS = Set.of("y", "m", "d");

  private LakeNames() {}

  /** Why a column cannot be named so, or null. */
  public static String problem(String name) {
    if (!NAME.matcher(name).matches()) {
      return "column '%s' has other characters in its name than letters, digits and _"
          .formatted(name);
    }
    return PARTITION_KEYS.contains(name.toLowerCase(Locale.ROOT))
        ? "column '%s' is named like a partition key of the lake (y, m, d)".formatted(name)
        : null;
  }

  public static List<String> problems(Collection<String> names) {
    return names.stream().map(LakeNames::problem).filter(Objects::nonNull).toList();
  }
}
