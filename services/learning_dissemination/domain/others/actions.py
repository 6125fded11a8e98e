"""What is known here of an action: what was done about findings, and whether it held. A small document an action."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.events.action_tracking import ActionAgreed, ActionJudged, ActionReopened, ActionSustained, RecheckRecorded
from contracts.events.event import Event
from contracts.vocabulary.actions import STATUS_JUDGED, ActionStatus, Effectiveness, RecheckResult, Strength
from contracts.vocabulary.types import Code, Id, Reference


class KnownAction(BaseModel):
    """An action of action tracking, as far as it is known here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    reference: Reference | None = None
    findings: tuple[Id, ...] = ()
    themes: tuple[Code, ...] = ()
    agency: Code | None = None
    strength: Strength | None = None
    status: ActionStatus = ActionStatus.AGREED
    effectiveness: Effectiveness | None = None
    held: RecheckResult | None = None
    """What the latest re-check found; none before the first."""
    reopened: int = 0
    """How often it turned out not to have held."""


def _agreed(event: ActionAgreed, before: KnownAction) -> dict[str, Any]:
    return {
        "reference": event.reference,
        "findings": event.findings,
        "themes": event.themes,
        "agency": event.agency,
        "strength": event.strength,
    }


def _reopened(event: ActionReopened, before: KnownAction) -> dict[str, Any]:
    return {"status": ActionStatus.IN_PROGRESS, "effectiveness": None, "reopened": before.reopened + 1}


CHANGES: dict[type[Event], Callable[[Any, KnownAction], dict[str, Any]]] = {
    ActionAgreed: _agreed,
    ActionJudged: lambda event, before: {"status": STATUS_JUDGED[event.outcome], "effectiveness": event.effectiveness},
    RecheckRecorded: lambda event, before: {"held": event.result},
    ActionSustained: lambda event, before: {"status": ActionStatus.SUSTAINED},
    ActionReopened: _reopened,
}
"""What each event changes of it."""


def threads(state: KnownAction) -> tuple[str, ...]:
    return (*state.findings, state.id)


def keys(state: KnownAction) -> dict[str, Any]:
    return {"findings": list(state.findings)}
