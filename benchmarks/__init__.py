"""Figures as ratios to a named yardstick, measured in one run beside it. Never timed tests."""
