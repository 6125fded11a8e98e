"""A tally: the published numbers of people who acknowledged one product (LD5)."""
