"""Digests: one message per person and working day."""
