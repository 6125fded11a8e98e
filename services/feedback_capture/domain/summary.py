"""What was heard in a quarter (FC3, FC4), and whether it was answered (FC5).

Responses are counted by their day, so quarters never overlap; once a quarter is summarised its counts stay, whatever is coded
or withdrawn later. So nothing can be worked out from two summaries that neither tells by itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from contracts.events.feedback_capture import FeedbackSummarised, FeedbackUnanswered
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.calendar import end_of
from services.chassis.rules.decisions import Decided, Given, Reason, derived, refuse_if_any
from services.feedback_capture.domain.part import Part
from services.feedback_capture.domain.period import Period, last_day
from services.feedback_capture.domain.suppression import tellable


class SummariseFeedback(Part):
    """Counts what was heard in a quarter that is over, once and for all."""

    period: Period


@dataclass(frozen=True, slots=True)
class Coded:
    """What a summary needs of a coded response."""

    survey: Id
    source_group: SourceGroup
    service: Code
    themes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said in the quarter, and the themes that a reply of its time or later covers already."""

    responses: tuple[Coded, ...]
    replied: frozenset[Code] = frozenset()


class Line(BaseModel):
    """A count that may be told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_group: SourceGroup
    service: Code
    theme: Code
    count: Count


class Summary(BaseModel):
    """A quarter. `waiting` holds the themes heard that no published reply covers, `told` those whose waiting was told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    period: Period
    summarised_on: date
    lines: tuple[Line, ...]
    waiting: tuple[Code, ...]
    told: tuple[Code, ...] = ()


def summary_id(period: Period) -> Id:
    return derived("summary", period)


def summarise_feedback(state: Summary | None, command: SummariseFeedback, given: Given, heard: Heard) -> Decided[Summary]:
    """Tells each count that reaches the threshold in every survey that it comes from: surveys show their own counts, and what
    is left when these are taken away must not be small."""
    reasons = []
    if state is not None:
        reasons.append(Reason("summary/made-already", "The quarter is summarised, and stays as it is.", "period"))
    if last_day(command.period) >= given.today:
        reasons.append(Reason("summary/not-over", "The quarter is not over.", "period"))
    refuse_if_any(reasons)
    summary = Summary(
        id=given.id,
        period=command.period,
        summarised_on=given.today,
        lines=tuple(lines(heard.responses, given.framework.feedback.threshold)),
        waiting=tuple(sorted({theme for each in heard.responses for theme in each.themes} - heard.replied)),
    )
    events = (FeedbackSummarised(summary=given.id, period=summary.period, **dict(line)) for line in summary.lines)
    return Decided(summary, tuple(events))


def lines(responses: Iterable[Coded], threshold: int) -> list[Line]:
    """The counts that may be told, by source group, service and theme."""
    counts: dict[tuple[SourceGroup, Code, Code], Counter[Id]] = {}
    for each in responses:
        for theme in each.themes:
            counts.setdefault((each.source_group, each.service, theme), Counter())[each.survey] += 1
    return [
        Line(source_group=group, service=service, theme=theme, count=by_survey.total())
        for (group, service, theme), by_survey in sorted(counts.items())
        if tellable(by_survey.values(), threshold)
    ]


def cover_theme(state: Summary, theme: Code, given: Given) -> Decided[Summary]:
    """A reply was published: the theme waits no longer (FC5)."""
    return Decided(state.model_copy(update={"waiting": tuple(each for each in state.waiting if each != theme)}))


def alarm(state: Summary, given: Given) -> datetime | None:
    """The end of the days in which what was heard has a reply, counted from the end of the quarter."""
    if not _untold(state):
        return None
    return end_of(_due(state, given), given.framework.partnership.timezone)


def ring(state: Summary, given: Given) -> Decided[Summary]:
    """Tells once of each theme that still waits."""
    untold = _untold(state)
    if not untold or given.today <= _due(state, given):
        return Decided(state)
    age = (given.today - last_day(state.period)).days
    events = tuple(FeedbackUnanswered(summary=state.id, theme=theme, age_days=age) for theme in untold)
    return Decided(state.model_copy(update={"told": (*state.told, *untold)}), events)


def _untold(state: Summary) -> tuple[Code, ...]:
    return tuple(theme for theme in state.waiting if theme not in state.told)


def _due(state: Summary, given: Given) -> date:
    return last_day(state.period) + timedelta(days=given.framework.feedback.reply_days)


def keys(state: Summary) -> Mapping[str, object]:
    """Flat query keys."""
    return {"period": state.period, "waiting": list(state.waiting)}


def threads(state: Summary) -> tuple[str, ...]:
    return (state.id,)
