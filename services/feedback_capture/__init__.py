"""Feedback capture: involvement in reviews, surveys, concerns, and replies to what people said."""
