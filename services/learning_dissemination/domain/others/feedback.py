"""Feedback on a theme in a period, as feedback capture summarises it (LD3)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.feedback_capture import FeedbackSummarised
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class HeardFrom(Value):
    """The number of people of one group who commented on one service."""

    source_group: SourceGroup
    service: Code
    count: Count


class Heard(Value):
    """The projection of one theme in one period, which shows where learning is needed."""

    id: Id
    theme: Code
    period: Code
    counts: tuple[HeardFrom, ...] = ()


def heard_id(event: FeedbackSummarised) -> str:
    return derived("heard", event.summary, event.theme)


def new_heard(id_: str, event: FeedbackSummarised) -> Heard:
    return Heard(id=id_, theme=event.theme, period=event.period)


def counted(heard: Heard, event: FeedbackSummarised) -> Heard:
    """Returns the theme with the latest count of the event's group and service."""
    new = HeardFrom(source_group=event.source_group, service=event.service, count=event.count)
    others = [each for each in heard.counts if (each.source_group, each.service) != (new.source_group, new.service)]
    return heard.model_copy(update={"counts": (*others, new)})


FEEDBACK_CHANGES: Mapping[type[Event], Callable[[Heard, Any], Heard]] = {FeedbackSummarised: counted}
"""The change that each event makes."""


def threads(heard: Heard) -> tuple[str, ...]:
    return (heard.id,)


def keys(heard: Heard) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"theme": heard.theme}
