"""The grounds that a deployment stands on: a broker and a store, wherever they run."""
