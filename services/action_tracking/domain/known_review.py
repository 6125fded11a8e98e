"""What is known here of a review: its reference, agencies and stage, as the registry tells them. A small document a review."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.events.event import Event
from contracts.events.review_registry import ReviewClosed, ReviewOpened, ReviewScoped, ReviewStageChanged
from contracts.vocabulary.types import Code, Id, Reference


class KnownReview(BaseModel):
    """A review of the registry, as far as it is known here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    reference: Reference | None = None
    review_type: Code | None = None
    agencies: tuple[Code, ...] = ()
    stage: Code | None = None
    closed: bool = False


CHANGES: dict[type[Event], Callable[[Any], dict[str, Any]]] = {
    ReviewOpened: lambda event: {"reference": event.reference, "review_type": event.review_type},
    ReviewScoped: lambda event: {"agencies": event.agencies},
    ReviewStageChanged: lambda event: {"stage": event.to_stage},
    ReviewClosed: lambda event: {"closed": True},
}
"""What each event changes of it."""


def threads(state: KnownReview) -> tuple[str, ...]:
    return (state.id,)


def keys(state: KnownReview) -> dict[str, Any]:
    return {"reference": state.reference, "agencies": list(state.agencies)}
