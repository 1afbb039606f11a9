package io.daylake.faults;

/** Where a stage of a command meets the world outside: there, and nowhere else, faults come in. */
sealed interface Edge {
  /**
   * A call of AWS.
   *
   * @param about text that the call's URL or body holds; {@code %s} stands for the pipeline's name,
   *     and nothing for all that is ours
   * @param skip how many such calls come before it
   * @param writes whether the call changes anything, so that it matters whether it was done
   */
  record Call(String service, String operation, String about, int skip, boolean writes)
      implements Edge {}

  /**
   * Something the program says to the database, as it goes over the wire.
   *
   * @param text that the statement holds
   * @param skip how many such statements come before it
   * @param answered how many bytes the server has answered before the fault comes
   */
  record Statement(String text, int skip, int answered) implements Edge {}
}
