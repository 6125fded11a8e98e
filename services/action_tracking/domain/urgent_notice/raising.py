"""Raising an urgent notice, and ending it when a person takes the concern (AT5)."""

from datetime import datetime

from contracts.events.feedback_capture import ImmediateConcernRaised, ImmediateConcernTaken
from services.action_tracking.domain.urgent_notice.state import UrgentNotice
from services.chassis.rules.decisions import Decided, Given


def raise_notice(
    notice: UrgentNotice | None, concern: ImmediateConcernRaised, at: datetime, given: Given
) -> Decided[UrgentNotice]:
    """Raises a notice, due at once. One that exists stays, also if the concern was taken before it was heard of."""
    if notice:
        return Decided(notice)
    raised = UrgentNotice(id=given.id, concern=concern.concern, urgency=concern.urgency, link=concern.link, raised_at=at)
    return Decided(raised)


def take_notice(notice: UrgentNotice | None, taken: ImmediateConcernTaken, at: datetime, given: Given) -> Decided[UrgentNotice]:
    """Ends the climb, and records after how many minutes a person took the concern."""
    notice = notice or UrgentNotice(id=given.id, concern=taken.concern)
    if notice.taken_at:
        return Decided(notice)
    minutes = max(0, int((at - notice.raised_at).total_seconds() // 60)) if notice.raised_at else None
    return Decided(notice.model_copy(update={"taken_at": at, "taken_after_minutes": minutes}))
