"""Feedback that waits too long: to be coded, or to be answered."""
