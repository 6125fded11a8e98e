"""Encryption of stored fields, and reasons that never repeat a value."""
