"""A summary: the counts of one quarter, and the themes in it that await a reply."""
