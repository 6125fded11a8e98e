"""Chasing a concern that waits to be taken, or for its outcome, so that no failure elsewhere makes it silent (FC3).

Each report follows when the wait has doubled, and at least once a day, so that reports never fill the outbox.
"""

from datetime import datetime, timedelta

from contracts.events.feedback_capture import ImmediateConcernNotConcluded, ImmediateConcernNotTaken
from services.chassis.rules.calendar import DAY
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.concern.state import Concern, Standing


def alarm(concern: Concern, given: Given) -> datetime | None:
    """Returns the time of the next report. None once the concern has an outcome, and if another one gathers it."""
    since, rules = concern.waits_since, given.framework.feedback
    if since is None:
        return None
    if concern.reported_at:
        return concern.reported_at + min(concern.reported_at - since, DAY)
    return since + (
        timedelta(hours=rules.concern_outcome_hours) if concern.takings else timedelta(minutes=rules.concern_minutes)
    )


def ring(concern: Concern, given: Given) -> Decided[Concern]:
    """Reports how long the concern has waited."""
    due, since = alarm(concern, given), concern.waits_since
    if due is None or since is None or given.now < due:
        return Decided(concern)
    report = ImmediateConcernNotConcluded if concern.takings else ImmediateConcernNotTaken
    event = report(
        concern=concern.id,
        urgency=concern.urgency,
        link=link_to(concern, given),
        kept_from=concern.kept_from,
        age_minutes=(given.now - since) // timedelta(minutes=1),
    )
    return Decided(concern.model_copy(update={"reported_at": given.now}), (event,))


def link_to(concern: Standing, given: Given) -> str:
    """Returns the link that opens the concern."""
    return f"{given.url}/concerns/{concern.id}"
