"""Chasing themes that await a reply (FC5)."""

from datetime import date, datetime, timedelta

from contracts.events.feedback_capture import FeedbackUnanswered
from contracts.vocabulary.types import Code
from services.chassis.rules.calendar import end_of
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.period import last_day
from services.feedback_capture.domain.summary.state import Summary


def alarm(summary: Summary, given: Given) -> datetime | None:
    """Returns the end of the last day for a reply, counted from the end of the quarter."""
    if not _unreported(summary):
        return None
    return end_of(_due(summary, given), given.framework.partnership.timezone)


def ring(summary: Summary, given: Given) -> Decided[Summary]:
    """Reports each theme that still awaits a reply, once."""
    unreported = _unreported(summary)
    if not unreported or given.today <= _due(summary, given):
        return Decided(summary)
    age = (given.today - last_day(summary.period)).days
    events = tuple(FeedbackUnanswered(summary=summary.id, theme=theme, age_days=age) for theme in unreported)
    return Decided(summary.model_copy(update={"told": (*summary.told, *unreported)}), events)


def cover_theme(summary: Summary, theme: Code, given: Given) -> Decided[Summary]:
    """Ends the waiting of a theme, because a reply was published."""
    return Decided(summary.model_copy(update={"waiting": tuple(each for each in summary.waiting if each != theme)}))


def _unreported(summary: Summary) -> tuple[Code, ...]:
    return tuple(theme for theme in summary.waiting if theme not in summary.told)


def _due(summary: Summary, given: Given) -> date:
    return last_day(summary.period) + timedelta(days=given.framework.feedback.reply_days)
