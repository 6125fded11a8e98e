"""Notices: what events ask of which roles, and the people in those roles."""
