"""Actions of action tracking: the findings that each answers, and whether it was sustained."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.action_tracking import ActionAgreed, ActionJudged, ActionReopened, ActionSustained, RecheckRecorded
from contracts.events.event import Event
from contracts.vocabulary.actions import STATUS_JUDGED, ActionStatus, Effectiveness, RecheckResult, Strength
from contracts.vocabulary.types import Code, Id, Reference
from services.chassis.rules.values import Value


class KnownAction(Value):
    """The projection of one action. Each change is small and leaves the rest as it was."""

    id: Id
    reference: Reference | None = None
    findings: tuple[Id, ...] = ()
    themes: tuple[Code, ...] = ()
    agency: Code | None = None
    strength: Strength | None = None
    status: ActionStatus = ActionStatus.AGREED
    effectiveness: Effectiveness | None = None
    held: RecheckResult | None = None
    """The result of the latest re-check, if any."""
    reopened: int = 0
    """The number of times the action was reopened."""


def _agreed(action: KnownAction, event: ActionAgreed) -> KnownAction:
    changes = {
        "reference": event.reference,
        "findings": event.findings,
        "themes": event.themes,
        "agency": event.agency,
        "strength": event.strength,
    }
    return action.model_copy(update=changes)


def _judged(action: KnownAction, event: ActionJudged) -> KnownAction:
    return action.model_copy(update={"status": STATUS_JUDGED[event.outcome], "effectiveness": event.effectiveness})


def _rechecked(action: KnownAction, event: RecheckRecorded) -> KnownAction:
    return action.model_copy(update={"held": event.result})


def _sustained(action: KnownAction, event: ActionSustained) -> KnownAction:
    return action.model_copy(update={"status": ActionStatus.SUSTAINED})


def _reopened(action: KnownAction, event: ActionReopened) -> KnownAction:
    changes = {"status": ActionStatus.IN_PROGRESS, "effectiveness": None, "reopened": action.reopened + 1}
    return action.model_copy(update=changes)


ACTION_CHANGES: Mapping[type[Event], Callable[[KnownAction, Any], KnownAction]] = {
    ActionAgreed: _agreed,
    ActionJudged: _judged,
    RecheckRecorded: _rechecked,
    ActionSustained: _sustained,
    ActionReopened: _reopened,
}
"""The change that each event makes."""


def action_of(event: Any) -> str:
    return str(event.action)


def new_action(id_: str, event: Event) -> KnownAction:
    return KnownAction(id=id_)


def threads(action: KnownAction) -> tuple[str, ...]:
    return (*action.findings, action.id)


def keys(action: KnownAction) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"findings": list(action.findings)}
