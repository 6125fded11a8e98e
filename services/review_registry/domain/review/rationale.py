"""The rationale that people give for a decision, and the record of it (RR1)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from contracts.framework.document import Moment
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Given, Reason
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.state import Decision, Reasoning, Review, days_of

Line = Annotated[str, Field(max_length=2000)]


class Rationale(CommandBody):
    """The reasoning that every decision records besides its outcome."""

    body: Code
    """The body that decided: `review-group`, `executive`."""
    quorum: tuple[Code, ...] = Field(min_length=1, max_length=100)
    """The agencies that were present."""
    options: tuple[Code, ...] = Field(min_length=1, max_length=50)
    rationale: str = Field(min_length=10, max_length=4000)
    evidence: tuple[Line, ...] = Field(default=(), max_length=50)
    dissent: tuple[Line, ...] = Field(default=(), max_length=50)
    on: date | None = None
    """The day on which it was taken; today if absent."""


def recorded(decision: str, outcome: str, command: Rationale, given: Given) -> Decision:
    """Returns a decision as the review keeps it."""
    kept = command.model_dump(include={*Reasoning.model_fields, "answers"})
    by, on = given.actor, day_happened(command.on, given)
    return Decision(
        **kept,
        decision=decision,
        outcome=outcome,
        on=on,
        recorded_at=given.now,
        agency=by.agency,
        person_ref=by.person_ref,
    )


def decided_on_reasons(review: Review, command: Rationale, given: Given) -> list[Reason]:
    """Returns a reason if the day of the decision lies in the future, or before the referral."""
    return day_reasons(command.on, given, not_before=days_of(review).get(Moment.REFERRED))
