"""The shortest hand-written code that a benchmark compares with."""
