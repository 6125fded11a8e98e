"""Agencies over time: those that exist on a day, and the one that answers for another (docs/decisions/0033-successors.md)."""

from datetime import date

from contracts.framework.document import Framework
from contracts.vocabulary.types import Code


def exist_on(framework: Framework, day: date) -> frozenset[Code]:
    """Returns the agencies that exist on that day. Only these can be named newly."""
    return frozenset(
        each.code
        for each in framework.agencies
        if (each.from_day is None or each.from_day <= day) and (each.to_day is None or day <= each.to_day)
    )


def answers_for(agency: Code, framework: Framework, day: date) -> Code:
    """Returns the agency that answers for this one on that day: itself, or its successor once it has ended."""
    known = {each.code: each for each in framework.agencies}
    while (found := known.get(agency)) and found.successor and found.to_day and found.to_day < day:
        agency = found.successor
    return agency
