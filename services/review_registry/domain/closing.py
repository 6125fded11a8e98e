"""Closing a review (RR6, R8, R18, R19, R21, R22): the gate that asks for all of it, and the decision (D7)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from contracts.events.review_registry import ReviewClosed
from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.types import PersonRef
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.review_registry.domain import needs, overrides, stages
from services.review_registry.domain.clocks import ClockState, running_clocks
from services.review_registry.domain.gate_facts import GateFacts
from services.review_registry.domain.part import Part
from services.review_registry.domain.screening import Rationale, recorded

if TYPE_CHECKING:
    from services.review_registry.domain.review import Review

STOPPED = (ClockState.MET, ClockState.MET_LATE)


class RecordImpact(Part):
    """What difference the review made, how the child's experience was kept in view, and how long the file is kept."""

    impact: str = Field(min_length=10, max_length=20_000)
    child_experience: str = Field(min_length=10, max_length=20_000)
    retention_until: date


class Impact(RecordImpact):
    on: date
    by: PersonRef


class CloseReview(Rationale):
    """Closes the review (D7): nothing changes it any more, but for taking something back."""


def record_impact(review: Review, command: RecordImpact, given: Given) -> Decided[Review]:
    if command.retention_until <= given.today:
        raise Refused(Reason("closing/retention-in-past", "The file is kept until a day that lies ahead.", "retention_until"))
    impact = Impact(**dict(command), on=given.today, by=given.actor.person_ref)
    return Decided(review.model_copy(update={"impact": impact}))


def gate(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    """Everything that keeps the review from being closed; codes overridden by the scrutineer are left out."""
    review_type = stages.type_of(review, given.framework)
    reasons = [
        *stages.only_in(review, "closure"),
        *needs.heard_out(facts),
        *needs.told(facts, InvolvementStep.FINDINGS),
        *needs.told(facts, InvolvementStep.OUTCOME),
        *needs.answered(review, facts),
        *needs.accepted(facts),
        *needs.rechecked(facts, review_type.follow_up_rechecks),
        *needs.shared(facts),
        *_own(review, given),
    ]
    return overrides.standing(reasons, review.overrides, overrides.Gate.CLOSING)


def _own(review: Review, given: Given) -> list[Reason]:
    """What the registry itself must have on record."""
    review_type = stages.type_of(review, given.framework)
    clocks = running_clocks(review_type.clocks, review.triggers, given.framework, given.today, given.holidays)
    reasons = [
        Reason("clock/not-stopped", f"The clock {each.clock} has not stopped.", f"clocks/{each.clock}")
        for each in clocks
        if each.state not in STOPPED
    ]
    reasons += stages.published(review) if review_type.publishes else []
    if review.impact is None:
        reasons.append(
            Reason("closing/no-impact", "The difference made, the child's experience and the retention are missing.", "impact")
        )
    return reasons


def close_review(review: Review, command: CloseReview, given: Given, facts: GateFacts) -> Decided[Review]:
    refuse_if_any(gate(review, facts, given))
    decision = recorded("close", "close", command, given)
    closed = review.model_copy(update={"closed_on": given.today, "decisions": (*review.decisions, decision)})
    event = ReviewClosed(
        review=review.id,
        findings_confirmed=sum(1 for each in review.findings if each.confirmed_on),
        actions_sustained=sum(1 for each in facts.actions if each.status is ActionStatus.SUSTAINED),
        products_published=sum(1 for each in facts.products if each.stands),
    )
    return Decided(closed, (event,))
