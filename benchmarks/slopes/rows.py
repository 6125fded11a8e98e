"""All rows of the table, those of one service together."""

from benchmarks.slopes import feedback, learning, registry, tracking

ALL = (*registry.ROWS, *tracking.ROWS, *feedback.ROWS, *learning.ROWS)
