"""Codes and field types that are the same everywhere."""
