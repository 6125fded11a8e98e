"""Projections of what other services publish."""
