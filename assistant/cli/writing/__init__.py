"""The parts of `inkstone write`: what is worked on, what is heard, what is printed."""
