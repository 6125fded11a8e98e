"""Obligations of action tracking: each agency's response to a finding (RR4)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contracts.events.action_tracking import ObligationAnswered, ObligationOpened, ObligationOverdue, ObligationReopened
from contracts.events.event import Event
from contracts.vocabulary.actions import Asked, ObligationAnswer
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.values import Value


class ObligationProgress(Value):
    """The projection of one agency's obligation to respond to a finding."""

    id: Id
    finding: Id
    agency: Code
    by: date | None = None
    overdue: bool = False
    rung: Code | None = None
    answer: ObligationAnswer | None = None


def _changed(obligation: ObligationProgress, **changes: Any) -> ObligationProgress:
    return obligation.model_copy(update=changes)


CHANGES: Mapping[type[Event], Callable[[ObligationProgress, Any], ObligationProgress]] = {
    ObligationOpened: lambda obligation, event: _changed(obligation, by=event.by),
    ObligationOverdue: lambda obligation, event: _changed(
        obligation, overdue=event.asks is Asked.ANSWER_FINDING, rung=event.to_rung
    ),
    ObligationAnswered: lambda obligation, event: _changed(obligation, answer=event.answer, overdue=False),
    ObligationReopened: lambda obligation, event: _changed(obligation, answer=None, by=event.by, overdue=False, rung=None),
}
"""The obligation after each event."""


def obligation_of(event: Any) -> Id:
    """Returns the id of the obligation that an event is about."""
    return str(event.obligation)


def new_obligation(id_: Id, event: Any) -> ObligationProgress:
    """Returns an obligation before the first event about it."""
    return ObligationProgress(id=id_, finding=event.finding, agency=event.agency)


def keys(obligation: ObligationProgress) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"findings": [obligation.finding]}


def threads(obligation: ObligationProgress) -> tuple[str, ...]:
    """Returns the finding's thread, then its own."""
    return (obligation.finding, obligation.id)
