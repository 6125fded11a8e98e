"""A response to a survey: anonymous, and withdrawn with its receipt code."""
