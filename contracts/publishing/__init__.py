"""Published documents, generated from the models."""
