"""Reading what a practitioner wrote, and reporting that nobody has (FC2)."""

from datetime import date, datetime

from contracts.events.feedback_capture import FeedbackUnread
from services.chassis.rules.calendar import add_working_days, start_of, working_days_after
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.contribution.state import Contribution, ContributionStatus, Unheard


class MarkContributionRead(CommandBody):
    """Records that the person who sends this has read the contribution."""


def mark_contribution_read(contribution: Contribution, command: MarkContributionRead, given: Given) -> Decided[Contribution]:
    """Keeps the first day on which someone read it."""
    message = "This contribution has been withdrawn, so nothing more can be done with it."
    refuse_if_any([Reason("contribution/withdrawn", message)] if contribution.status is ContributionStatus.WITHDRAWN else [])
    return Decided(contribution.model_copy(update={"read_on": contribution.read_on or given.today}))


def next_report(contribution: Contribution, given: Given) -> datetime | None:
    """Returns the start of the working day on which it is reported next."""
    if contribution.read_on or contribution.status is ContributionStatus.WITHDRAWN:
        return None
    last = max(read_by(contribution, given), contribution.chased_on or contribution.recorded_on)
    return start_of(add_working_days(last, 1, given.holidays), given.framework.partnership.timezone)


def report(contribution: Contribution, given: Given) -> Decided[Contribution]:
    """Reports that it waits, once on each working day."""
    late = working_days_after(read_by(contribution, given), given.today, given.holidays)
    event = FeedbackUnread(source=contribution.involvement, days_late=late, link=f"{given.url}/contributions")
    return Decided(contribution.model_copy(update={"chased_on": given.today}), (event,))


def read_by(contribution: Unheard, given: Given) -> date:
    """Returns the last day to read it in time."""
    return add_working_days(contribution.recorded_on, given.framework.feedback.read_within_days, given.holidays)
