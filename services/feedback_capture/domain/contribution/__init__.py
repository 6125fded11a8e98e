"""A contribution: what one party says to a review."""
