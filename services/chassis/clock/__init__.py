"""Domain time, and the third door: the clock."""
