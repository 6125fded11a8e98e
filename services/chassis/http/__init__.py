"""The first door: people, over HTTP."""
