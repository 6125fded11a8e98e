"""Projections of what the other services know."""
