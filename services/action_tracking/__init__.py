"""Action tracking: what did we change, is it late, and did it last? (spec: action-tracking.md)"""
