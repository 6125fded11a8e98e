"""Summarising a quarter (FC3, FC4).

Responses are counted by their day, so quarters never overlap. The counts of a summary never change, even if responses are coded
or withdrawn later. So two summaries together reveal nothing that neither shows.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.events.feedback_capture import FeedbackSummarised
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.period import Period, last_day
from services.feedback_capture.domain.summary.state import Line, Summary
from services.feedback_capture.domain.suppression import publishable


class SummariseFeedback(CommandBody):
    """Counts the feedback of a quarter that is over, once and for all."""

    period: Period


@dataclass(frozen=True, slots=True)
class CodedResponse:
    """The facts of a coded response that a summary needs."""

    survey: Id
    source_group: SourceGroup
    service: Code
    themes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class QuarterFeedback:
    """The coded responses of a quarter, and the themes of the replies published since it began."""

    responses: tuple[CodedResponse, ...]
    replied: frozenset[Code] = frozenset()


def summarise_feedback(
    state: Summary | None, command: SummariseFeedback, given: Given, feedback: QuarterFeedback
) -> Decided[Summary]:
    """Publishes each count that reaches the threshold in every survey that it comes from.

    Surveys show their own counts, so the rest must not be small after one of them is subtracted.
    """
    reasons = []
    if state is not None:
        reasons.append(
            Reason("summary/made-already", "This quarter is already summarised, and its counts do not change.", "period")
        )
    if last_day(command.period) >= given.today:
        reasons.append(Reason("summary/not-over", "You can summarise a quarter only after it has ended.", "period"))
    refuse_if_any(reasons)
    summary = Summary(
        id=given.id,
        period=command.period,
        summarised_on=given.today,
        lines=tuple(lines(feedback.responses, given.framework.feedback.threshold)),
        waiting=tuple(sorted({theme for each in feedback.responses for theme in each.themes} - feedback.replied)),
    )
    events = (FeedbackSummarised(summary=given.id, period=summary.period, **dict(line)) for line in summary.lines)
    return Decided(summary, tuple(events))


def lines(responses: Iterable[CodedResponse], threshold: int) -> list[Line]:
    """Returns the counts that may be published, by source group, service and theme."""
    counts: dict[tuple[SourceGroup, Code, Code], Counter[Id]] = {}
    for each in responses:
        for theme in each.themes:
            counts.setdefault((each.source_group, each.service, theme), Counter())[each.survey] += 1
    return [
        Line(source_group=group, service=service, theme=theme, count=by_survey.total())
        for (group, service, theme), by_survey in sorted(counts.items())
        if publishable(by_survey.values(), threshold)
    ]
