"""The one way to change an aggregate, and the one way to read it."""
