"""Agencies over time (docs/decisions/0033-successors.md)."""

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


def answers_for(agency: Code, other: Code, framework: Framework, day: date) -> bool:
    """Returns true if the agency is the other one, or its duties have come to it by that day."""
    return agency == other or other in framework.succeeded(agency, day)


def also_acts_for(agency: Code, framework: Framework, day: date) -> frozenset[Code]:
    """Returns the agencies that people of this one act for besides it.

    They are those whose duties have come to it. Once the agency itself has ended, its people are those of its successor, so
    that a token with the old code is on the same side.
    """
    known = {each.code: each for each in framework.agencies}
    present = agency
    while (found := known.get(present)) and found.successor and found.to_day and found.to_day < day:
        present = found.successor
    return (framework.succeeded(present, day) | {present}) - {agency}
