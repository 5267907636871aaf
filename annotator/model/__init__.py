"""Pure values and rules: no I/O, no Qt, no spaCy, the standard library only."""
