"""The rationale that people give for a decision, and the record of it (RR1)."""

from pydantic import Field

from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Given
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.state import Decision, Reasoning


class Rationale(CommandBody):
    """The reasoning that every decision records besides its outcome."""

    body: Code
    """The body that decided: `review-group`, `executive`."""
    quorum: tuple[Code, ...] = Field(min_length=1)
    """The agencies that were present."""
    options: tuple[Code, ...] = Field(min_length=1)
    rationale: str = Field(min_length=10, max_length=4000)
    evidence: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()


def recorded(decision: str, outcome: str, command: Rationale, given: Given) -> Decision:
    """Returns a decision as the review keeps it."""
    kept = command.model_dump(include={*Reasoning.model_fields, "answers"})
    by = given.actor
    return Decision(**kept, decision=decision, outcome=outcome, on=given.today, agency=by.agency, person_ref=by.person_ref)
