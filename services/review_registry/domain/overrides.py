"""A gate passed in spite of a reason: a recorded decision of the scrutineer, a code at a time (RR6; architecture.md rule 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field

from contracts.vocabulary import PersonRef
from services.chassis.decisions import Decided, Given, Reason
from services.review_registry.domain.part import Part

if TYPE_CHECKING:
    from services.review_registry.domain.review import Review


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


def override_gate(review: Review, command: OverrideGate, given: Given) -> Decided[Review]:
    override = Override(**dict(command), on=given.today, by=given.actor.person_ref)
    return Decided(review.model_copy(update={"overrides": (*review.overrides, override)}))


def standing(reasons: Iterable[Reason], overridden: Iterable[Override], gate: Gate) -> list[Reason]:
    """The reasons that nobody overrode."""
    passed = {each.code for each in overridden if each.gate is gate}
    return [reason for reason in reasons if reason.code not in passed]
