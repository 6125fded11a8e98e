"""Writing the report (RR5). Its text never leaves this service in an event."""

from pydantic import Field

from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_before, not_leading, not_public
from services.review_registry.domain.review.public_text import UNCHECKED
from services.review_registry.domain.review.state import Report, Review


class WriteReport(CommandBody):
    """Writes a version of the report. Checks of earlier versions no longer count."""

    summary: str = Field(min_length=10, max_length=10_000)
    body: str = Field(min_length=10, max_length=100_000)


def write_report(review: Review, command: WriteReport, given: Given) -> Decided[Review]:
    """Replaces the report by its next version, which no one has checked."""
    reasons = not_leading(review, given.actor) + not_before(review, "report", given.framework)
    refuse_if_any(reasons + not_public(review))
    version = review.report.version + 1 if review.report else 1
    by, earlier = given.actor.person_ref, review.report.writers if review.report else ()
    writers = tuple(dict.fromkeys((*earlier, by)))
    report = Report(**command.model_dump(), version=version, on=given.today, by=by, writers=writers)
    return Decided(review.model_copy(update={"report": report, **UNCHECKED}))
