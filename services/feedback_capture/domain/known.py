"""What is known here of actions and products, as the other services tell it: replies show them as they stand (FC5)."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionJudged,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
)
from contracts.events.event import Event
from contracts.events.learning_dissemination import ProductPublished, ProductWithdrawn
from contracts.vocabulary.actions import STATUS_JUDGED, ActionStatus
from contracts.vocabulary.types import Code, Id, Link, Reference


class KnownAction(BaseModel):
    """An action of action tracking. `reference` and `findings` are absent until its agreement has been heard of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    reference: Reference | None = None
    findings: tuple[Id, ...] = ()
    status: ActionStatus = ActionStatus.AGREED


class KnownProduct(BaseModel):
    """A product of learning dissemination: its link while it is published."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    kind: Code | None = None
    link: Link | None = None
    withdrawn: bool = False


ACTION_CHANGES: Mapping[type[Event], Callable[[Any], dict[str, Any]]] = {
    ActionAgreed: lambda event: {"reference": event.reference, "findings": event.findings},
    ActionProgressed: lambda event: {"status": event.status},
    ActionCompleted: lambda event: {"status": ActionStatus.AWAITING_JUDGEMENT},
    ActionJudged: lambda event: {"status": STATUS_JUDGED[event.outcome]},
    ActionSustained: lambda event: {"status": ActionStatus.SUSTAINED},
    ActionReopened: lambda event: {"status": ActionStatus.IN_PROGRESS},
}
PRODUCT_CHANGES: Mapping[type[Event], Callable[[Any], dict[str, Any]]] = {
    ProductPublished: lambda event: {"kind": event.kind, "link": event.link, "withdrawn": False},
    ProductWithdrawn: lambda event: {"link": None, "withdrawn": True},
}
"""What each event changes."""


def action_keys(state: KnownAction) -> dict[str, Any]:
    return {"findings": list(state.findings)}


def action_threads(state: KnownAction) -> tuple[str, ...]:
    return (*state.findings, state.id)


def product_keys(state: KnownProduct) -> dict[str, Any]:
    return {"kind": state.kind}


def product_threads(state: KnownProduct) -> tuple[str, ...]:
    return (state.id,)
