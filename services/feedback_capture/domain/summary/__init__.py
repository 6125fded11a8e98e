"""A summary: the counts of one quarter."""
