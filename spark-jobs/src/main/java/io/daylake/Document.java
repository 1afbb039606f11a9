package io.daylake;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.daylake.receipt.Outcome;

/** What a command ends in, for programs: its outcome, and what it found or did, or null. */
record Document(@JsonUnwrapped Outcome outcome, Object result) {}
