"""A reply: what people said on a theme, and what is done about it."""
