"""Codes and field types that are the same everywhere, on the wire and in each store (spec: events.md, "Codes")."""

from enum import StrEnum


class LearningMode(StrEnum):
    """How adults learn (Kolb); a plan covers all four (domain.md 9)."""

    EXPERIENCE = "experience"
    REFLECT = "reflect"
    CONCEPTUALISE = "conceptualise"
    EXPERIMENT = "experiment"
