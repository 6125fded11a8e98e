"""Feedback summaries of feedback capture: counts that are high enough to identify nobody (RR4)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.feedback_capture import FeedbackSummarised
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class FeedbackHeard(Value):
    """The number of people of one group who spoke about a theme and a service in one period."""

    id: Id
    summary: Id
    period: Code
    theme: Code
    source_group: SourceGroup
    service: Code
    count: Count


def feedback_of(event: FeedbackSummarised) -> Id:
    """Returns the id of the count in an event."""
    return derived("feedback", event.summary, event.source_group, event.service, event.theme)


def new_feedback(id_: Id, event: FeedbackSummarised) -> FeedbackHeard:
    """Returns the count in an event."""
    return FeedbackHeard(id=id_, **dict(event))


CHANGES: Mapping[type[Event], Callable[[FeedbackHeard, Any], FeedbackHeard]] = {
    FeedbackSummarised: lambda feedback, event: new_feedback(feedback.id, event),
}
"""The count after each event."""


def keys(feedback: FeedbackHeard) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"theme": feedback.theme}


def threads(feedback: FeedbackHeard) -> tuple[str, ...]:
    """Returns the summary's thread."""
    return (feedback.summary,)
