"""What became of a finding, as action tracking tells it (RR4): a small document for each obligation and each action there."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
    ActionOverdue,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
    ObligationAnswered,
    ObligationOpened,
    ObligationOverdue,
    RecheckRecorded,
)
from contracts.events.event import Event
from contracts.vocabulary.actions import (
    STATUS_JUDGED,
    ActionStatus,
    Brag,
    Effectiveness,
    Judgement,
    ObligationAnswer,
    RecheckResult,
)
from contracts.vocabulary.types import Code, Id, Reference


class ObligationProgress(BaseModel):
    """One agency's obligation to answer a finding, as far as it is known here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    finding: Id
    agency: Code
    by: date | None = None
    overdue: bool = False
    rung: Code | None = None
    answer: ObligationAnswer | None = None


class Recheck(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    epoch: int
    recheck: int
    result: RecheckResult


class ActionProgress(BaseModel):
    """An action that answers findings, as far as it is known here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    reference: Reference | None = None
    findings: tuple[Id, ...] = ()
    agency: Code | None = None
    status: ActionStatus = ActionStatus.AGREED
    brag: Brag | None = None
    epoch: int = 1
    due: date | None = None
    overdue: bool = False
    """Late, and its owner has the next step."""
    past_due: bool = False
    """Was late in this epoch: it is again when what was offered as its completion is not accepted."""
    rung: Code | None = None
    outcome: Judgement | None = None
    effectiveness: Effectiveness | None = None
    rechecks: tuple[Recheck, ...] = ()


OBLIGATION_CHANGES: dict[type[Event], Callable[[Any], dict[str, Any]]] = {
    ObligationOpened: lambda event: {"by": event.by},
    ObligationOverdue: lambda event: {"overdue": True, "rung": event.to_rung},
    ObligationAnswered: lambda event: {"answer": event.answer, "overdue": False},
}
"""What each event changes of an obligation's progress."""


def _agreed(event: ActionAgreed, before: ActionProgress) -> dict[str, Any]:
    return {
        "reference": event.reference,
        "findings": event.findings,
        "agency": event.agency,
        "due": event.due,
        "epoch": event.epoch,
    }


def _judged(event: ActionJudged, before: ActionProgress) -> dict[str, Any]:
    return {
        "status": STATUS_JUDGED[event.outcome],
        "outcome": event.outcome,
        "effectiveness": event.effectiveness,
        "overdue": before.past_due and event.outcome is not Judgement.ACCEPTED,
    }


def _rechecked(event: RecheckRecorded, before: ActionProgress) -> dict[str, Any]:
    recheck = Recheck(epoch=event.epoch, recheck=event.recheck, result=event.result)
    return {"rechecks": (*before.rechecks, recheck), "rung": None}


def _reopened(event: ActionReopened, before: ActionProgress) -> dict[str, Any]:
    return {
        "status": ActionStatus.IN_PROGRESS,
        "epoch": event.epoch,
        "due": event.due,
        "overdue": False,
        "past_due": False,
        "rung": None,
        "outcome": None,
        "effectiveness": None,
    }


ACTION_CHANGES: dict[type[Event], Callable[[Any, ActionProgress], dict[str, Any]]] = {
    ActionAgreed: _agreed,
    ActionProgressed: lambda event, before: {"status": event.status, "brag": event.brag},
    ActionOverdue: lambda event, before: {"overdue": True, "past_due": True},
    ActionEscalated: lambda event, before: {"rung": event.to_rung},
    ActionCompleted: lambda event, before: {"status": ActionStatus.AWAITING_JUDGEMENT, "overdue": False},
    ActionJudged: _judged,
    RecheckRecorded: _rechecked,
    ActionSustained: lambda event, before: {"status": ActionStatus.SUSTAINED, "brag": Brag.BLUE},
    ActionReopened: _reopened,
}
"""What each event changes of an action's progress."""
