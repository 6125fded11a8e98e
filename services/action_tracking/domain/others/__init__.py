"""Projections of what other services emit, a file for each aggregate."""
