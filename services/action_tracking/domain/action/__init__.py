"""Actions: what agencies do about findings, until the change has lasted."""
