"""The rules of the review registry."""
