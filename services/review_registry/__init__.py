"""The review registry: reviews, from the decision to hold one to the closure of what followed."""
