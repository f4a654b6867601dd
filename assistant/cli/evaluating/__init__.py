"""The parts of `inkstone evaluate`."""
