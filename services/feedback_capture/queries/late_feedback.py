"""Feedback that is late to be coded or answered (FC5)."""

from datetime import date, timedelta

from pydantic import BaseModel

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.waiting.state import Waiting
from services.feedback_capture.kinds import WAITING
from services.feedback_capture.queries import codes

LATE = Listing(
    WAITING,
    filters={
        "theme": Filter("theme", "the code of a theme", among=codes.themes),
        "service": Filter("service", "the code of a service", among=codes.services),
    },
    always={"late": "yes"},
)


class LateFeedbackShown(BaseModel):
    """Feedback of a group about a service that waits for a reply, or to be coded if it has no theme."""

    id: Id
    theme: Code | None
    service: Code
    source_group: SourceGroup
    due: date | None
    """The last day for the oldest of it; none if nothing waits any more."""
    rung: Count


def late_feedback_shown(waiting: Waiting, given: Given) -> LateFeedbackShown:
    rules = given.framework.feedback
    days = rules.reply_days if waiting.theme else rules.coding_days
    due = waiting.since + timedelta(days=days) if waiting.since else None
    return LateFeedbackShown(**{name: value for name, value in waiting if name in LateFeedbackShown.model_fields}, due=due)
