"""Actions of action tracking that respond to findings: progress, sign-off and re-checks (RR4)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
    ActionOverdue,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
    RecheckRecorded,
)
from contracts.events.event import Event
from contracts.vocabulary.actions import (
    STATUS_JUDGED,
    ActionStatus,
    Asked,
    Brag,
    Effectiveness,
    Judgement,
    RecheckResult,
)
from contracts.vocabulary.types import Code, Id, Reference
from services.chassis.rules.values import Value


class Recheck(Value):
    """The result of one re-check in one epoch."""

    epoch: int
    recheck: int
    result: RecheckResult
    months: tuple[int, ...] = ()
    """The months of the settings at which it found that the change held."""


class ActionProgress(Value):
    """The projection of one action."""

    id: Id
    reference: Reference | None = None
    findings: tuple[Id, ...] = ()
    obligations: tuple[Id, ...] = ()
    """The obligations that it answers, also those of supporting agencies."""
    agency: Code | None = None
    status: ActionStatus = ActionStatus.AGREED
    brag: Brag | None = None
    """The colour at the latest event. Time alone may have changed it since, but an overdue action is red."""
    epoch: int = 1
    due: date | None = None
    overdue: bool = False
    """Late, and its owner has the next step."""
    past_due: bool = False
    """Late at some time in this epoch. A completion that is not accepted gets a new due date."""
    asks: Asked | None = None
    """The step that the rung is about."""
    rung: Code | None = None
    outcome: Judgement | None = None
    effectiveness: Effectiveness | None = None
    rechecks: tuple[Recheck, ...] = ()


def _changed(action: ActionProgress, **changes: Any) -> ActionProgress:
    return action.model_copy(update=changes)


def _agreed(action: ActionProgress, event: ActionAgreed) -> ActionProgress:
    return _changed(
        action,
        reference=event.reference,
        findings=event.findings,
        obligations=event.obligations,
        agency=event.agency,
        due=event.due,
        epoch=event.epoch,
    )


def _judged(action: ActionProgress, event: ActionJudged) -> ActionProgress:
    return _changed(
        action,
        status=STATUS_JUDGED[event.outcome],
        brag=Brag.RED if event.outcome is Judgement.REJECTED else Brag.GREEN,
        outcome=event.outcome,
        effectiveness=event.effectiveness,
        due=event.due or action.due,
        overdue=False,
        asks=None,
        rung=None,
    )


def _rechecked(action: ActionProgress, event: RecheckRecorded) -> ActionProgress:
    recheck = Recheck(epoch=event.epoch, recheck=event.recheck, result=event.result, months=event.months)
    return _changed(action, rechecks=(*action.rechecks, recheck), asks=None, rung=None)


def _reopened(action: ActionProgress, event: ActionReopened) -> ActionProgress:
    return _changed(
        action,
        status=ActionStatus.IN_PROGRESS,
        brag=Brag.GREEN,
        epoch=event.epoch,
        due=event.due,
        overdue=False,
        past_due=False,
        asks=None,
        rung=None,
        outcome=None,
        effectiveness=None,
    )


CHANGES: Mapping[type[Event], Callable[[ActionProgress, Any], ActionProgress]] = {
    ActionAgreed: _agreed,
    ActionProgressed: lambda action, event: _changed(action, status=event.status, brag=event.brag),
    ActionOverdue: lambda action, event: _changed(action, overdue=True, past_due=True, brag=Brag.RED),
    ActionEscalated: lambda action, event: _changed(action, asks=event.asks, rung=event.to_rung),
    ActionCompleted: lambda action, event: _changed(
        action, status=ActionStatus.AWAITING_JUDGEMENT, overdue=False, brag=Brag.GREEN
    ),
    ActionJudged: _judged,
    RecheckRecorded: _rechecked,
    ActionSustained: lambda action, event: _changed(action, status=ActionStatus.SUSTAINED, brag=Brag.BLUE),
    ActionReopened: _reopened,
}
"""The action after each event."""


def action_of(event: Any) -> Id:
    """Returns the id of the action that an event is about."""
    return str(event.action)


def new_action(id_: Id, event: Event) -> ActionProgress:
    """Returns an action before the first event about it."""
    return ActionProgress(id=id_)


def keys(action: ActionProgress) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"findings": list(action.findings), "reopened": "yes" if _is_reopened(action) else None}


def _is_reopened(action: ActionProgress) -> bool:
    """Returns whether its change did not last, and it is not signed off again."""
    return action.epoch > 1 and action.status not in (ActionStatus.ACCEPTED, ActionStatus.SUSTAINED, ActionStatus.ENDED)


def threads(action: ActionProgress) -> tuple[str, ...]:
    """Returns the threads of its findings, then its own."""
    return (*action.findings, action.id)
