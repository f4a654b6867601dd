"""The parts of `inkstone translate`: what is translated, what is heard, what is printed."""
