package io.daylake;

import io.daylake.aws.Listing;
import io.daylake.receipt.Receipt.State;
import io.daylake.table.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All files of a table, whoever wrote them, by the attempt whose prefix they have. */
record Prefixes(Listing listing, Map<Partition, List<Listing.Entry>> files) {
  static Prefixes of(LakeTable table) {
    Listing listing = table.listing("y=");
    Map<Partition, List<Listing.Entry>> files = new LinkedHashMap<>();
    for (Listing.Entry entry : listing.entries()) {
      Partition.ofKey(table.bucket(), entry.key())
          .ifPresent(of -> files.computeIfAbsent(of, each -> new ArrayList<>()).add(entry));
    }
    return new Prefixes(listing, files);
  }

  /** Attempts without a receipt that have written nothing for longer than that. */
  List<Partition> strays(History history, Duration grace) {
    Set<String> told =
        history.runs().stream().map(History.Run::location).collect(Collectors.toSet());
    return files.keySet().stream()
        .filter(each -> !told.contains(each.location()))
        .filter(
            each ->
                files.get(each).stream().allMatch(file -> listing.age(file).compareTo(grace) > 0))
        .toList();
  }

  /** Attempts whose receipt says that their files are to go. */
  List<Partition> removed(History history) {
    Set<String> removed =
        history.runs().stream()
            .filter(run -> run.is(State.REMOVED))
            .map(History.Run::location)
            .collect(Collectors.toSet());
    return files.keySet().stream().filter(each -> removed.contains(each.location())).toList();
  }

  List<String> keys(Partition partition) {
    return files.get(partition).stream().map(Listing.Entry::key).toList();
  }
}
