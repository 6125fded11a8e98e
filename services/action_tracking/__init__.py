"""Action tracking: responses to findings, actions, their re-checks, and the notices of all four services."""
