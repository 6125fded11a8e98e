"""Promises between the services and to the agencies. Services share no other code by import."""
