"""Segments of the workforce: head-counts and learning needs (LD3)."""
