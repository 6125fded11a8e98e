"""Products that share learning (LD2)."""
