"""Urgent notices: immediate concerns, until a person takes them."""
