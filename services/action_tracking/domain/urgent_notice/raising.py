"""Raising an urgent notice, and ending it when a person takes the concern or records its outcome (AT5)."""

from datetime import datetime, timedelta

from contracts.events.feedback_capture import (
    ImmediateConcernConcluded,
    ImmediateConcernNotConcluded,
    ImmediateConcernNotTaken,
    ImmediateConcernRaised,
    ImmediateConcernTaken,
)
from services.action_tracking.domain.urgent_notice.state import Asks, UrgentNotice
from services.chassis.rules.decisions import Decided, Given

Raises = ImmediateConcernRaised | ImmediateConcernNotTaken | ImmediateConcernNotConcluded
Ends = ImmediateConcernTaken | ImmediateConcernConcluded


def asks(event: Raises | Ends) -> Asks:
    """Returns the step that the event is about."""
    return Asks.OUTCOME if isinstance(event, ImmediateConcernNotConcluded | ImmediateConcernConcluded) else Asks.TAKE


def raise_notice(notice: UrgentNotice | None, concern: Raises, at: datetime, given: Given) -> Decided[UrgentNotice]:
    """Raises a notice, due at once. One that exists stays, also if the concern was taken before it was heard of.

    A concern that was not heard of when it was raised climbs from its age. A late outcome climbs from the first rung.
    """
    if notice:
        return Decided(notice)
    age = concern.age_minutes if isinstance(concern, ImmediateConcernNotTaken) else 0
    raised = UrgentNotice(
        id=given.id,
        concern=concern.concern,
        asks=asks(concern),
        kept_from=concern.kept_from,
        urgency=concern.urgency,
        link=concern.link,
        raised_at=at - timedelta(minutes=age),
    )
    return Decided(raised)


def end_notice(notice: UrgentNotice | None, event: Ends, at: datetime, given: Given) -> Decided[UrgentNotice]:
    """Ends the climb, and records after how many minutes a person did what the notice asks."""
    notice = notice or UrgentNotice(id=given.id, concern=event.concern, asks=asks(event))
    if notice.ended_at:
        return Decided(notice)
    minutes = max(0, int((at - notice.raised_at).total_seconds() // 60)) if notice.raised_at else None
    return Decided(notice.model_copy(update={"ended_at": at, "ended_after_minutes": minutes}))
