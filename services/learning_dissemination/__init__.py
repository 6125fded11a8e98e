"""Learning dissemination: turns released learning into products, brings them to people and measures reach."""
