package io.daylake.faults;

import java.util.List;

/**
 * What came of a cell, as a line of faults.json.
 *
 * @param cell the stage
 * @param fired the faults that were seen to happen
 * @param outcome how the command ended
 * @param readers what readers saw meanwhile: old, new, or what they must never see
 * @param broken why it does not hold, or null
 */
record Result(
    String cell,
    String fault,
    List<String> fired,
    String outcome,
    String readers,
    double seconds,
    String broken) {}
