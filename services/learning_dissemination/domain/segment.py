"""A segment of the workforce: a professional group in an agency (LD3)."""

from collections.abc import Iterable

from contracts.framework import Framework
from contracts.vocabulary import Code
from services.chassis.decisions import Reason
from services.learning_dissemination.domain.part import Part


class Segment(Part):
    agency: Code
    professional_group: Code


def unknown_in(segments: Iterable[Segment], framework: Framework) -> list[Reason]:
    """Every code of the segments that is not in the settings, at its place."""
    known = {"agency": framework.agency_codes(), "professional_group": framework.learning.group_codes()}
    return [
        Reason("segment/unknown-code", "This code is not in the settings.", f"segments/{place}/{field}")
        for place, segment in enumerate(segments)
        for field, codes in known.items()
        if getattr(segment, field) not in codes
    ]
