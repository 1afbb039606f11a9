package io.daylake.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** One fault at one stage. */
record Cell(Stage stage, Fault fault) {
  /** All of them. */
  static List<Cell> all() {
    return Stages.ALL.stream()
        .flatMap(
            stage ->
                Faults.ALL.stream()
                    .filter(fault -> fault.fits(stage) && fault.possible())
                    .map(fault -> new Cell(stage, fault)))
        .toList();
  }

  /** Those whose name holds what the regular expression says. */
  static List<Cell> named(String pattern) {
    Pattern name = Pattern.compile(pattern);
    return all().stream().filter(cell -> name.matcher(cell.name()).find()).toList();
  }

  /** Thirty stages, spread evenly, the faults in turn: a few cells for every day. */
  static List<Cell> inTurn() {
    List<Cell> some = new ArrayList<>();
    for (int n = 0; n < 30; n++) {
      Stage stage = Stages.ALL.get(n * Stages.ALL.size() / 30);
      List<Cell> quick =
          all().stream().filter(each -> each.stage().equals(stage) && each.quick()).toList();
      some.add(quick.get(7 * n % quick.size()));
    }
    return some;
  }

  /** Whether it takes seconds, not half a minute. */
  private boolean quick() {
    return !fault.apart() && !List.of("stall", "slow", "kill-server").contains(fault.what());
  }

  /**
   * How the command may end. A run that cannot say that it is done is to be tried again, and so is
   * one whose upload Hadoop gives up, as it does where completing it worked but was not answered. A
   * lease that is not given back lapses.
   */
  Set<Integer> exits() {
    if (stage.name().equals("give the lease back") && !fault.apart()) {
      return Fault.SURVIVED;
    }
    boolean mute = stage.name().equals("leave the outcome") && fault.always();
    boolean completes =
        stage.edge() instanceof Edge.Call call
            && call.operation().equals("CompleteMultipartUpload")
            && fault.exits().contains(0);
    return mute || completes ? Set.of(0, 4) : fault.exits();
  }

  String name() {
    return stage.command() + ": " + stage.name() + " / " + fault.name();
  }

  @Override
  public String toString() {
    return name();
  }
}
