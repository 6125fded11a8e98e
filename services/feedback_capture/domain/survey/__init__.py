"""A survey: questions to one group about one service."""
