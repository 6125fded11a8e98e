"""The report, and the partnership's response to it (RR4, RR5, R9; domain.md 2a): free text, which stays here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import Field

from contracts.vocabulary.types import PersonRef
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.review_registry.domain import lead, stages
from services.review_registry.domain.part import Part
from services.review_registry.domain.screening import Rationale, recorded

if TYPE_CHECKING:
    from services.review_registry.domain.review import Review


UNCHECKED: Mapping[str, Any] = {"checks": (), "answers": {}}
"""What is left of the checks when something that would be published is changed or was taken back."""


class RecordNoneFound(Part):
    """Records that good practice was looked for and none was found (R7)."""

    reason: str = Field(min_length=10, max_length=2000)


class WriteReport(Part):
    """Writes a version of the report; checks made before are of an earlier one."""

    summary: str = Field(min_length=10, max_length=10_000)
    body: str = Field(min_length=10, max_length=100_000)


class Report(WriteReport):
    """The report in force; `version` counts from 1. Earlier ones are in the history."""

    version: int = Field(ge=1)
    on: date
    by: PersonRef


class RecordResponse(Rationale):
    """Records the partnership's response to the report (D5)."""

    response: str = Field(min_length=10, max_length=20_000)


def record_none_found(review: Review, command: RecordNoneFound, given: Given) -> Decided[Review]:
    refuse_if_any(lead.not_leading(review.lead, given.actor) + stages.not_before(review, "analysis", given.framework))
    return Decided(review.model_copy(update={"no_good_practice": command.reason}))


def write_report(review: Review, command: WriteReport, given: Given) -> Decided[Review]:
    reasons = lead.not_leading(review.lead, given.actor) + stages.not_before(review, "report", given.framework)
    refuse_if_any(reasons + _shown_already(review))
    version = review.report.version + 1 if review.report else 1
    report = Report(**dict(command), version=version, on=given.today, by=given.actor.person_ref)
    return Decided(review.model_copy(update={"report": report, **UNCHECKED}))


def record_response(review: Review, command: RecordResponse, given: Given) -> Decided[Review]:
    refuse_if_any(stages.not_before(review, "partnership-response", given.framework) + _shown_already(review))
    decision = recorded("respond", "accept", command, given)
    changed = {"response": command.response, "decisions": (*review.decisions, decision), **UNCHECKED}
    return Decided(review.model_copy(update=changed))


def _shown_already(review: Review) -> list[Reason]:
    """What anybody can read was checked as it is."""
    if review.publication is None or not review.publication.stands:
        return []
    return [Reason("report/published", "What has been published is withdrawn before it is changed.")]
