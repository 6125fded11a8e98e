"""The clock of words that no one has read, one per survey."""
