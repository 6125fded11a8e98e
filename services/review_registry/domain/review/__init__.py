"""A review, and one file for each decision about it."""
