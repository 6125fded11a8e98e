"""Counting the answers of a survey, by the clock, when a month has closed (FC4).

The survey keeps the published counts. So two readings of its results differ by what a closed month moved, or not at all.
"""

from datetime import date, datetime, timedelta

from services.chassis.rules.calendar import DAY, add_months, end_of, last_month_end, month_end
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.results import Published, Tally, published
from services.feedback_capture.domain.survey.state import Survey

PATIENCE = timedelta(minutes=10)
"""The domain time that a count may take before it starts again."""
MONTHS_AFTER = 3
"""The months after the closing month in which answers that are read late still count."""


def next_close(survey: Survey) -> date | None:
    """Returns the last day of the next month to count, or None after the last one."""
    close = month_end(counted_to(survey) + DAY)
    return close if close <= month_end(add_months(survey.closes, MONTHS_AFTER)) else None


def counted_to(survey: Survey) -> date:
    """Returns the last day that the published counts cover. A new survey is counted from the month in which it opens."""
    return survey.published[-1].to if survey.published else last_month_end(survey.opened_on)


def alarm(survey: Survey, given: Given) -> datetime | None:
    """Returns the end of the month, or the end of patience while a count runs."""
    if survey.counting_since:
        return survey.counting_since + PATIENCE
    close = next_close(survey)
    return end_of(close, given.framework.partnership.timezone) if close else None


def ring(survey: Survey, given: Given) -> Decided[Survey]:
    """Starts a count, again if an earlier one was lost. The process that saves this counts, and records the result."""
    due = alarm(survey, given)
    if due is None or given.now < due:
        return Decided(survey)
    return Decided(survey.model_copy(update={"counting_since": given.now}))


def record_counts(survey: Survey, given: Given, to: date, tally: Tally) -> Decided[Survey]:
    """Publishes the counts of a month, once: those until its last day. After an outage, the months follow one by one."""
    if survey.counting_since is None or to != next_close(survey):
        return Decided(survey)
    after = published(latest(survey), tally, to, given.framework.feedback.threshold)
    return Decided(survey.model_copy(update={"counting_since": None, "published": (*survey.published, after)}))


def latest(survey: Survey, until: date = date.max) -> Published | None:
    """Returns the counts that were published last, of those that cover no later day."""
    return next((each for each in reversed(survey.published) if each.to <= until), None)
