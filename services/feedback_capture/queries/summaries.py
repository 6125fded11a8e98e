"""Summaries, quarter by quarter (FC4)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.types import Id
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.period import Period
from services.feedback_capture.domain.summary.state import Line, Summary
from services.feedback_capture.kinds import SUMMARY

SUMMARIES = Listing(
    SUMMARY,
    filters={"period": Filter("period", "a quarter such as 2026-q3", type=Period)},
    orders={"period": ("period", 1)},
)


class SummaryShown(BaseModel):
    """The counts of a quarter."""

    id: Id
    period: Period
    summarised_on: date
    lines: tuple[Line, ...]


def summary_shown(summary: Summary, given: Given) -> SummaryShown:
    return SummaryShown(**dict(summary))
