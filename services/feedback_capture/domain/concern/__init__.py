"""A concern: someone may be at risk now."""
