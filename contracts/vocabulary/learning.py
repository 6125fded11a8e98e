"""Codes of learning dissemination (docs/events.md "Codes")."""

from enum import StrEnum


class LearningMode(StrEnum):
    """The ways in which adults learn (Kolb). A plan covers all four (docs/domain.md "Learning")."""

    EXPERIENCE = "experience"
    REFLECT = "reflect"
    CONCEPTUALISE = "conceptualise"
    EXPERIMENT = "experiment"
