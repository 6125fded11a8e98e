"""Confirming a finding, which asks the agencies named to respond (RR4)."""

from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.reviews import Response
from contracts.vocabulary.types import Id
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import lead_reasons, not_before, not_leading
from services.review_registry.domain.review.state import Review, finding_of


class ConfirmFinding(CommandBody):
    """Confirms a recorded finding, and asks each agency named to respond."""

    finding: Id


def confirm_finding(review: Review, command: ConfirmFinding, given: Given) -> Decided[Review]:
    """Confirms a finding, and sets the day by which the agencies respond. It may be late, but not after the closing."""
    found = finding_of(review, command.finding)
    reasons = not_leading(review, given.actor) + not_before(review, "findings", given.framework) + lead_reasons(review)
    if found is None:
        reasons.append(Reason("finding/unknown", "Choose a finding of this review.", "finding"))
    elif found.confirmed_on:
        reasons.append(Reason("finding/confirmed-already", "This finding has already been confirmed.", "finding"))
    if reasons or found is None:
        raise Refused(*reasons)
    days = given.framework.response_days[found.priority]
    required = found.response is not Response.NONE
    respond_by = add_working_days(given.today, days, given.holidays) if required else None
    confirmed = found.model_copy(update={"confirmed_on": given.today, "respond_by": respond_by})
    recorded = FindingRecorded(
        review=review.id,
        finding=found.id,
        kind=found.kind,
        response=found.response,
        themes=found.themes,
        factors=tuple(dict.fromkeys(factor.code for factor in found.why)),
        agencies=found.agencies,
        priority=found.priority,
        respond_by=respond_by,
    )
    findings = tuple(confirmed if each.id == found.id else each for each in review.findings)
    return Decided(review.model_copy(update={"findings": findings}), (recorded,))
