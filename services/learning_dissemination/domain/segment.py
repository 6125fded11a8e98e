"""A segment of the workforce: a professional group in an agency (LD3)."""

from collections.abc import Iterable

from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Actor, Reason
from services.learning_dissemination.domain.part import Part

INDEPENDENT = "independent"
"""The agency code of inspectors and lead reviewers."""

Pair = tuple[Code, Code]
"""Agency and professional group: what tells segments apart."""


class Segment(Part):
    agency: Code
    professional_group: Code

    @property
    def pair(self) -> Pair:
        return self.agency, self.professional_group


def unknown_codes(segment: Segment, framework: Framework, path: str = "") -> list[Reason]:
    """Every code of the segment that is not in the settings, at its place."""
    known = {"agency": framework.agency_codes(), "professional_group": framework.learning.group_codes()}
    return [
        Reason("segment/unknown-code", "This code is not in the settings.", f"{path}{field}")
        for field, codes in known.items()
        if getattr(segment, field) not in codes
    ]


def unknown_in(segments: Iterable[Segment], framework: Framework) -> list[Reason]:
    """Every code of the segments that is not in the settings, at its place."""
    return [
        reason for place, segment in enumerate(segments) for reason in unknown_codes(segment, framework, f"segments/{place}/")
    ]


def sees(agency: Code, actor: Actor) -> bool:
    """An agency sees its own; whoever acts for the partnership, or independently of it, sees all. A delegated partner decides
    for the partnership and keeps its own agency, so a decider sees all too."""
    return agency == actor.agency or actor.agency in (PARTNERSHIP, INDEPENDENT) or actor.holds("decider")
