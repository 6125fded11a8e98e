"""A gate passed in spite of a reason: a recorded decision of the scrutineer, a code at a time (RR6; architecture.md rule 5)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from contracts.vocabulary.types import PersonRef
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.part import Part

FIRM = ("lead/independence-lost", "lead/not-appointed", "report/missing", "review/too-early", "review/wrong-stage")
"""What nobody overrides: the order of the stages, a lead who is independent, and that there is something to publish."""


class Gate(StrEnum):
    STAGE = "stage"
    """Of the present stage."""
    PUBLICATION = "publication"
    CLOSING = "closing"


class OverrideGate(Part):
    """Lets a gate pass in spite of every reason of this code."""

    gate: Gate
    code: str = Field(pattern=r"^[a-z-]+/[a-z-]+$", max_length=64)
    reason: str = Field(min_length=10, max_length=2000)


class Override(OverrideGate):
    """As recorded. It stays on the review."""

    on: date
    by: PersonRef


def standing(reasons: Iterable[Reason], overridden: Iterable[Override], gate: Gate) -> list[Reason]:
    """The reasons that nobody overrode, each once."""
    passed = {each.code for each in overridden if each.gate is gate}
    return [reason for reason in dict.fromkeys(reasons) if reason.code not in passed]
