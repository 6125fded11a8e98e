"""The chassis that every service stands on. It imports no service."""
