"""Reviews of the review registry: stage, holds and publication, kept in each review's plan."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.review_registry import (
    PublicationHeld,
    PublicationHoldLifted,
    PublicationWithdrawn,
    ReviewClosed,
    ReviewEnded,
    ReviewPublished,
    ReviewReopened,
    ReviewStageChanged,
)
from services.learning_dissemination.domain.plan.state import Plan, ReviewHold


def _moved(plan: Plan, event: ReviewStageChanged) -> Plan:
    return plan.model_copy(update={"stage": event.to_stage})


def _held(plan: Plan, event: PublicationHeld) -> Plan:
    return plan.model_copy(update={"holds": (*_without(plan, event.hold), ReviewHold(id=event.hold, kind=event.kind))})


def _lifted(plan: Plan, event: PublicationHoldLifted) -> Plan:
    return plan.model_copy(update={"holds": _without(plan, event.hold)})


def _without(plan: Plan, hold: str) -> tuple[ReviewHold, ...]:
    return tuple(each for each in plan.holds if each.id != hold)


def _published(plan: Plan, event: ReviewPublished) -> Plan:
    return plan.model_copy(update={"published": event.link})


def _unpublished(plan: Plan, event: PublicationWithdrawn) -> Plan:
    return plan.model_copy(update={"published": None})


def _closed(plan: Plan, event: ReviewClosed) -> Plan:
    return plan.model_copy(update={"closed": True})


def _ended(plan: Plan, event: ReviewEnded) -> Plan:
    return plan.model_copy(update={"ended": event.how})


def _reopened(plan: Plan, event: ReviewReopened) -> Plan:
    return plan.model_copy(update={"stage": event.stage, "closed": False, "ended": None})


REVIEW_CHANGES: Mapping[type[Event], Callable[[Plan, Any], Plan]] = {
    ReviewStageChanged: _moved,
    PublicationHeld: _held,
    PublicationHoldLifted: _lifted,
    ReviewPublished: _published,
    PublicationWithdrawn: _unpublished,
    ReviewClosed: _closed,
    ReviewEnded: _ended,
    ReviewReopened: _reopened,
}
"""The change that each event makes to the review's plan."""
