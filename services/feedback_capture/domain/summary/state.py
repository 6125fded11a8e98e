"""The stored state of a summary (FC3, FC4, FC5)."""

from collections.abc import Mapping
from datetime import date

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value
from services.feedback_capture.domain.period import Period


class Line(Value):
    """A count that may be published."""

    source_group: SourceGroup
    service: Code
    theme: Code
    count: Count


class Summary(Value):
    """The counts of a quarter."""

    id: Id
    period: Period
    summarised_on: date
    lines: tuple[Line, ...]


def summary_id(period: Period) -> Id:
    """Derives the id, so that each quarter has one summary."""
    return derived("summary", period)


def keys(summary: Summary) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"period": summary.period}


def threads(summary: Summary) -> tuple[str, ...]:
    return (summary.id,)
