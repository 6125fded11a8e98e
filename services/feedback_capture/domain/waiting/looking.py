"""Looking for feedback that waits, and reporting it when it is late (FC5).

The clock belongs to the oldest thing said. It depends on no person's command.
"""

from datetime import date, datetime, timedelta

from contracts.events.feedback_capture import FeedbackUnanswered, FeedbackUncoded
from services.chassis.rules.calendar import DAY, start_of
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.waiting.state import Waiting


def alarm(waiting: Waiting, given: Given) -> datetime | None:
    """Returns the beginning of the next day to look."""
    return start_of(waiting.look_on, given.framework.partnership.timezone) if waiting.look_on else None


def ring(waiting: Waiting, given: Given) -> Decided[Waiting]:
    """Starts a look. The process that saves this looks, and the next day repeats it if that fails."""
    if waiting.look_on is None or waiting.look_on > given.today:
        return Decided(waiting)
    return Decided(waiting.model_copy(update={"look_on": given.today + DAY}))


def look(waiting: Waiting, given: Given, oldest: date | None) -> Decided[Waiting]:
    """Reports each rung that the oldest day has reached, once. `oldest` is none if nothing waits."""
    if oldest is None:
        return Decided(waiting.model_copy(update={"since": None, "rung": 0, "look_on": None}))
    rules = given.framework.feedback
    days = rules.reply_days if waiting.theme else rules.coding_days
    late = (given.today - oldest).days - days
    rung = 1 + (late - 1) // rules.chase_days if late > 0 else 0
    look_on = given.today + DAY if rung else oldest + timedelta(days=days + 1)
    after = waiting.model_copy(update={"since": oldest, "rung": rung, "look_on": look_on})
    if rung <= waiting.rung:
        return Decided(after)
    event = FeedbackUnanswered if waiting.theme else FeedbackUncoded
    link = f"{given.url}/late-feedback/{waiting.id}"
    return Decided(after, (event(waiting=waiting.id, days=days, rung=rung, link=link),))
