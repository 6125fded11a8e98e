"""Actions of action tracking, as replies show them (FC5)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionJudged,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
)
from contracts.events.event import Event
from contracts.vocabulary.actions import STATUS_JUDGED, ActionStatus
from contracts.vocabulary.types import Id, Reference
from services.chassis.rules.values import Value


class KnownAction(Value):
    """An action. `reference` and `findings` are absent until the event of its agreement arrives."""

    id: Id
    reference: Reference | None = None
    findings: tuple[Id, ...] = ()
    status: ActionStatus = ActionStatus.AGREED

    def with_status(self, status: ActionStatus) -> "KnownAction":
        return self.model_copy(update={"status": status})


def action_of(event: Any) -> Id:
    """Returns the id of the action that an event is about."""
    return str(event.action)


def new_action(id_: Id, event: Event) -> KnownAction:
    """Returns an action before the first event about it."""
    return KnownAction(id=id_)


def _agreed(action: KnownAction, event: ActionAgreed) -> KnownAction:
    return action.model_copy(update={"reference": event.reference, "findings": event.findings})


CHANGES: Mapping[type[Event], Callable[[KnownAction, Any], KnownAction]] = {
    ActionAgreed: _agreed,
    ActionProgressed: lambda action, event: action.with_status(event.status),
    ActionCompleted: lambda action, event: action.with_status(ActionStatus.AWAITING_JUDGEMENT),
    ActionJudged: lambda action, event: action.with_status(STATUS_JUDGED[event.outcome]),
    ActionSustained: lambda action, event: action.with_status(ActionStatus.SUSTAINED),
    ActionReopened: lambda action, event: action.with_status(ActionStatus.IN_PROGRESS),
}


def keys(action: KnownAction) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"findings": list(action.findings)}


def threads(action: KnownAction) -> tuple[str, ...]:
    return (*action.findings, action.id)
