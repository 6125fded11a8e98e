"""Chasing words that no one has read: a look on each working day, until everything is read (FC3)."""

from datetime import date, datetime

from contracts.events.feedback_capture import FeedbackUnread
from contracts.vocabulary.types import Id
from services.chassis.rules.calendar import add_working_days, start_of, working_days_after
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.unread.state import Unread


def expect(unread: Unread | None, survey: Id, given: Given) -> Decided[Unread]:
    """Starts the clock for words that are about to be saved. It runs already on a later call of the same day."""
    if unread is None:
        return Decided(Unread(id=given.id, survey=survey, came_on=given.today, looked_on=given.today))
    looked_on = unread.looked_on if unread.waiting else given.today
    return Decided(unread.model_copy(update={"came_on": given.today, "looked_on": looked_on, "waiting": True}))


def alarm(unread: Unread, given: Given) -> datetime | None:
    """Returns the start of the next working day after the last look."""
    if not unread.waiting:
        return None
    return start_of(add_working_days(unread.looked_on, 1, given.holidays), given.framework.partnership.timezone)


def ring(unread: Unread, given: Given) -> Decided[Unread]:
    """Starts a look: the process that saves this looks for unread words, and records what it found."""
    due = alarm(unread, given)
    if due is None or given.now < due:
        return Decided(unread)
    return Decided(unread.model_copy(update={"looked_on": given.today}))


def record_look(unread: Unread, given: Given, oldest: date | None) -> Decided[Unread]:
    """Reports unread words that are late, on each working day until they are read.

    The clock stops only a working day after words last came, so that words saved around midnight are not overlooked.
    """
    if oldest is None:
        settled = add_working_days(unread.came_on, 1, given.holidays) < unread.looked_on
        return Decided(unread.model_copy(update={"waiting": not settled}))
    due = add_working_days(oldest, given.framework.feedback.read_within_days, given.holidays)
    days_late = working_days_after(due, given.today, given.holidays)
    if days_late < 1:
        return Decided(unread)
    link = f"{given.url}/responses"
    return Decided(unread, (FeedbackUnread(source=unread.survey, days_late=days_late, link=link),))
