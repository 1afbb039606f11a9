"""The fault matrix: every stage of a run, with every fault that can happen there (`make faults`)."""
