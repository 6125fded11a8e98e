"""The plan for sharing one review's learning (LD2, R22)."""
