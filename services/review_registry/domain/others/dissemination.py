"""Dissemination plans of learning dissemination: what each review's plan still lacks (RR6, R22)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.learning_dissemination import DisseminationPlanned
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class DisseminationProgress(Value):
    """The projection of the plan to share one review's learning. A whole plan lacks nothing."""

    id: Id
    review: Id
    lacks: tuple[Code, ...]


def plan_id(review: str) -> Id:
    """Returns the id of a review's plan, the same here and in learning dissemination."""
    return derived("plan", review)


def plan_of(event: DisseminationPlanned) -> Id:
    """Returns the id of the plan that an event is about."""
    return plan_id(event.review)


def new_plan(id_: Id, event: DisseminationPlanned) -> DisseminationProgress:
    """Returns the plan in an event."""
    return DisseminationProgress(id=id_, **dict(event))


CHANGES: Mapping[type[Event], Callable[[DisseminationProgress, Any], DisseminationProgress]] = {
    DisseminationPlanned: lambda plan, event: new_plan(plan.id, event),
}
"""The plan after each event."""


def keys(plan: DisseminationProgress) -> dict[str, Any]:
    """Returns no query keys, because it is found by its id."""
    return {}


def threads(plan: DisseminationProgress) -> tuple[str, ...]:
    """Returns the review's thread, then its own."""
    return (plan.review, plan.id)
