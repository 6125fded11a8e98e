"""What people said on a theme in a period, as feedback capture sums it up (LD3): who needs to learn. A small document each."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.events.feedback_capture import FeedbackSummarised
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.decisions import derived


class HeardFrom(BaseModel):
    """How many of a group said something about a service."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_group: SourceGroup
    service: Code
    count: Count


class Heard(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    theme: Code
    period: Code
    counts: tuple[HeardFrom, ...] = ()


def heard_id(event: FeedbackSummarised) -> str:
    return derived("heard", event.summary, event.theme)


def counted(state: Heard | None, event: FeedbackSummarised) -> Heard:
    """With the latest count of the event's group and service."""
    before = state or Heard(id=heard_id(event), theme=event.theme, period=event.period)
    new = HeardFrom(source_group=event.source_group, service=event.service, count=event.count)
    others = [each for each in before.counts if (each.source_group, each.service) != (new.source_group, new.service)]
    return before.model_copy(update={"counts": (*others, new)})


def threads(state: Heard) -> tuple[str, ...]:
    return (state.id,)


def keys(state: Heard) -> dict[str, Any]:
    return {"theme": state.theme}
