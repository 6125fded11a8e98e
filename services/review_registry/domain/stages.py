"""The stages of a review and the gates between them (RR1; domain.md 2a). Each gate says everything that it still needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from contracts.framework import ReviewType
from contracts.vocabulary import Code
from services.chassis.decisions import Reason, Refused, refuse_if_any
from services.review_registry.domain import scope
from services.review_registry.domain.screening import Screening

if TYPE_CHECKING:
    from services.review_registry.domain.review import Review


class MoveOn(BaseModel):
    """Moves the review on to the next stage."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: Code


class Move(BaseModel):
    """A move that is open in principle, and what it still needs."""

    to: Code
    needs: tuple[str, ...]
    """Sentences; none where the gate is met."""


def next_stage(review: Review, review_type: ReviewType) -> str | None:
    """The stage after the present one, unless it is the last."""
    after = review_type.stages.index(review.stage) + 1
    return review_type.stages[after] if after < len(review_type.stages) else None


def gate(review: Review) -> list[Reason]:
    """Everything that keeps the review in its present stage."""
    return [*(GATES[review.stage](review) if review.stage in GATES else []), *(lead_reasons(review) if review.lead else [])]


def moves(review: Review, review_type: ReviewType) -> list[Move]:
    """The moves that are open, and what each still needs."""
    to = next_stage(review, review_type)
    return [Move(to=to, needs=tuple(reason.message for reason in gate(review)))] if to else []


def refuse_unless_open(review: Review, to: str, review_type: ReviewType) -> None:
    """Raises Refused with what the gate needs; for a move that there is none of, with those that there are."""
    open_to = next_stage(review, review_type)
    if to != open_to:
        possible = f"from here it goes to {open_to}" if open_to else "this is its last stage"
        needs = "; that still needs: " + " ".join(reason.message for reason in gate(review)) if open_to and gate(review) else ""
        raise Refused(Reason("review/no-such-move", f"The review cannot go there: {possible}{needs}.", "to"))
    refuse_if_any(gate(review))


def lead_reasons(review: Review) -> list[Reason]:
    """Nothing moves while the review has no lead who is independent of its scope."""
    if review.lead is None:
        return [Reason("lead/not-appointed", "No lead has been appointed.")]
    return [
        Reason("lead/independence-lost", f"The lead no longer meets the rule {code} since the scope changed.")
        for code in review.lead.lost
    ]


def _screened(review: Review) -> list[Reason]:
    decided = [decision for decision in review.decisions if decision.decision == "screen"]
    if not decided:
        return [Reason("screening/not-decided", "The decision on screening (D1) has not been recorded.")]
    if decided[-1].outcome != Screening.LOCAL_REVIEW:
        return [Reason("screening/not-going-ahead", "The decision on screening (D1) was not to go ahead with a review here.")]
    return []


def _analysed(review: Review) -> list[Reason]:
    if review.findings:
        return []
    return [Reason("findings/none-recorded", "The analysis has not led to any finding yet.")]


GATES: dict[str, Callable[[Review], list[Reason]]] = {
    "screening": _screened,
    "scoping": lambda review: scope.missing_from(review.scope),
    "lead-appointment": lambda review: [] if review.lead else lead_reasons(review),
    "analysis": _analysed,
}
"""What each stage must have shown before the review leaves it; the lead's independence is asked at every gate."""
