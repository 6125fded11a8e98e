"""Deliveries of a product to segments, and the measure of their reach (LD4, LD5)."""
