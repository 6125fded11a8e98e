"""The clock of a response: the day on which it is late to be coded, or to be answered (FC4, FC5).

The response itself reports nothing, because no event speaks of one response. Its clock starts the look for what waits.
"""

from datetime import date, datetime, timedelta

from contracts.framework.involvement import FeedbackRules
from services.chassis.rules.calendar import DAY, start_of
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.response.state import Response, ResponseStatus


def late_on(said_on: date, status: ResponseStatus, rules: FeedbackRules) -> date:
    """Returns the first day on which a response is late."""
    days = rules.reply_days if status is ResponseStatus.CODED else rules.coding_days
    return said_on + timedelta(days=days + 1)


def is_late(response: Response, given: Given) -> bool:
    """Returns true if the response is late and no one has looked for what waits since."""
    late = given.today >= late_on(response.said_on, response.status, given.framework.feedback)
    return response.chase_on is not None and late


def alarm(response: Response, given: Given) -> datetime | None:
    return start_of(response.chase_on, given.framework.partnership.timezone) if response.chase_on else None


def ring(response: Response, given: Given) -> Decided[Response]:
    """Starts a look. The process that saves this looks, and the next day repeats it if that fails."""
    if response.chase_on is None or response.chase_on > given.today:
        return Decided(response)
    return Decided(response.model_copy(update={"chase_on": given.today + DAY}))


def record_chased(response: Response, given: Given, seen: Response) -> Decided[Response]:
    """Ends the clock, unless the response was coded while someone looked."""
    if response.chase_on != seen.chase_on or response.themes != seen.themes:
        return Decided(response)
    return Decided(response.model_copy(update={"chase_on": None}))
