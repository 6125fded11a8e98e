"""Summarising a quarter (FC3, FC4).

A summary adds up what surveys published in the quarter, and nothing else. So it reveals nothing that their results do not show.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.events.feedback_capture import FeedbackSummarised
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code
from services.chassis.rules.calendar import DAY, add_months
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.period import Period, first_day, last_day
from services.feedback_capture.domain.summary.state import Line, Summary
from services.feedback_capture.domain.survey.counting import MONTHS_AFTER, latest, next_close
from services.feedback_capture.domain.survey.state import Survey


class SummariseFeedback(CommandBody):
    """Counts the feedback of a quarter that is over, once and for all."""

    period: Period


@dataclass(frozen=True, slots=True)
class QuarterFeedback:
    """The surveys whose answers still count in the quarter, with the counts that they published."""

    surveys: tuple[Survey, ...]


def summarise_feedback(
    state: Summary | None, command: SummariseFeedback, given: Given, feedback: QuarterFeedback
) -> Decided[Summary]:
    """Publishes what the surveys published in the quarter, by source group, service and theme."""
    reasons = []
    if state is not None:
        reasons.append(
            Reason("summary/made-already", "This quarter is already summarised, and its counts do not change.", "period")
        )
    last = last_day(command.period)
    if last >= given.today:
        reasons.append(Reason("summary/not-over", "You can summarise a quarter only after it has ended.", "period"))
    elif any(_still_counts(each, last) for each in feedback.surveys):
        sentence = "The answers of this quarter are still being counted. Try again in some minutes."
        reasons.append(Reason("summary/not-counted", sentence, "period"))
    refuse_if_any(reasons)
    summary = Summary(
        id=given.id,
        period=command.period,
        summarised_on=given.today,
        lines=tuple(lines(feedback.surveys, command.period)),
    )
    events = (FeedbackSummarised(summary=given.id, period=summary.period, **dict(line)) for line in summary.lines)
    return Decided(summary, tuple(events))


def closing_from(period: Period) -> date:
    """Returns the day from which a survey must close so that its answers still count in a quarter."""
    return add_months(first_day(period), -MONTHS_AFTER)


def lines(surveys: Iterable[Survey], period: Period) -> list[Line]:
    """Returns the counts that the surveys published in the quarter."""
    counts: Counter[tuple[SourceGroup, Code, Code]] = Counter()
    for survey in surveys:
        before = _themes(survey, first_day(period) - DAY)
        for theme, count in _themes(survey, last_day(period)).items():
            counts[survey.source_group, survey.service, theme] += count - before.get(theme, 0)
    return [
        Line(source_group=group, service=service, theme=theme, count=count)
        for (group, service, theme), count in sorted(counts.items())
        if count
    ]


def _themes(survey: Survey, until: date) -> dict[Code, int]:
    counts = latest(survey, until)
    return counts.themes if counts else {}


def _still_counts(survey: Survey, until: date) -> bool:
    close = next_close(survey)
    return close is not None and close <= until
