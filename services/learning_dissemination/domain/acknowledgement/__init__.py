"""Acknowledgements: one person has read and discussed one product (LD5)."""
