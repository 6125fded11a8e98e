"""Learning points (LD1)."""
