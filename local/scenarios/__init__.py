"""Scenarios, which bring services to a state for tests, benchmarks and the demo: steps as data, and their players."""
