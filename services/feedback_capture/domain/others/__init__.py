"""Projections of other services' facts, a file per foreign aggregate."""
