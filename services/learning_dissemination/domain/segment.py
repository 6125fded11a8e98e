"""A segment of the workforce: one professional group in one agency (LD3)."""

from collections.abc import Iterable, Sequence

from contracts.framework.document import Framework
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Reason
from services.chassis.rules.values import Value

Pair = tuple[Code, Code]
"""The agency and professional group that identify a segment."""


class Segment(Value):
    """One professional group in one agency."""

    agency: Code
    professional_group: Code

    @property
    def pair(self) -> Pair:
        return self.agency, self.professional_group


def as_key(pair: Pair) -> str:
    """Returns a segment as the value of a query key. No code holds a stroke."""
    return "/".join(pair)


def of_key(key: str) -> Pair:
    """Returns the segment of such a value."""
    agency, _, group = key.partition("/")
    return agency, group


def unknown_agency(agency: Code, framework: Framework, path: str) -> list[Reason]:
    if agency in framework.agency_codes():
        return []
    return [Reason("segment/unknown-code", "Choose an agency of this partnership.", path)]


def unknown_group(group: Code, framework: Framework, path: str) -> list[Reason]:
    if group in framework.learning.group_codes():
        return []
    return [Reason("segment/unknown-code", "Choose a professional group that this partnership uses.", path)]


def unknown_codes(segment: Segment, framework: Framework, path: str = "") -> list[Reason]:
    """Returns a reason for each code of the segment that the framework lacks."""
    agency = unknown_agency(segment.agency, framework, f"{path}agency")
    return agency + unknown_group(segment.professional_group, framework, f"{path}professional_group")


def unknown_in(segments: Iterable[Segment], framework: Framework) -> list[Reason]:
    """Returns a reason for each code in the segments that the framework lacks."""
    return [
        reason for place, segment in enumerate(segments) for reason in unknown_codes(segment, framework, f"segments/{place}/")
    ]


def repeated(segments: Sequence[Segment], path: str) -> list[Reason]:
    """Returns a reason for each segment that the list already holds."""
    pairs = [each.pair for each in segments]
    return [
        Reason("segment/twice", "You have already listed this group. Remove the repeated entry.", f"{path}/{number}")
        for number, pair in enumerate(pairs)
        if pair in pairs[:number]
    ]
