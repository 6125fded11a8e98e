"""Summaries, quarter by quarter (FC4, FC5)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.access import is_business_unit
from services.feedback_capture.domain.period import Period
from services.feedback_capture.domain.summary.state import Line, Summary
from services.feedback_capture.kinds import SUMMARY

SUMMARIES = Listing(
    SUMMARY,
    filters={"period": Filter("period", "a quarter such as 2026-q3", type=Period)},
    orders={"period": ("period", 1)},
)


class SummaryShown(BaseModel):
    """The counts of a quarter, and for the business unit the themes that await a reply: somebody spoke of each."""

    id: Id
    period: Period
    summarised_on: date
    lines: tuple[Line, ...]
    waiting: tuple[Code, ...]
    told: tuple[Code, ...]
    """The themes that were reported as unanswered."""


def summary_shown(summary: Summary, given: Given) -> SummaryShown:
    kept = dict(summary) if is_business_unit(given.actor) else dict(summary) | {"waiting": (), "told": ()}
    return SummaryShown(**kept)
