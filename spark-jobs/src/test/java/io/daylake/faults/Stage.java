package io.daylake.faults;

/**
 * A step of a command, known by where it meets the world outside.
 *
 * @param command ingest, curate, rollback or retain
 * @param published whether the day was published before, so that there is something to lose
 * @param deadly whether the process is killed there too, which takes longer than another fault
 */
record Stage(String command, String name, Edge edge, boolean published, boolean deadly) {
  static Stage reads(String command, String name, String service, String operation, String about) {
    return new Stage(
        command, name, new Edge.Call(service, operation, about, 0, false), true, false);
  }

  static Stage writes(String command, String name, String service, String operation, String about) {
    return new Stage(command, name, new Edge.Call(service, operation, about, 0, true), true, false);
  }

  static Stage says(String name, String text, int skip) {
    return new Stage("ingest", name, new Edge.Statement(text, skip, 0), true, false);
  }

  Stage after(int calls) {
    Edge.Call call = (Edge.Call) edge;
    return new Stage(
        command,
        name,
        new Edge.Call(call.service(), call.operation(), call.about(), calls, call.writes()),
        published,
        deadly);
  }

  /** The same step of the first run ever. */
  Stage ofTheFirstRun() {
    return new Stage(command, name, edge, false, deadly);
  }

  Stage andDeadly() {
    return new Stage(command, name, edge, published, true);
  }
}
