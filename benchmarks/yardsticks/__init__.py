"""The shortest hand-written code, which a benchmark compares with."""
