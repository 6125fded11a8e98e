"""Figures as ratios to a named yardstick, measured beside it in one run. They are never timed tests."""
