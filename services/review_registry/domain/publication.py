"""Publishing a review (RR5, R9; domain.md 12): the checks by two people, the gate, the decision (D6), and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field

from contracts.framework import Moment
from contracts.review_registry import PublicationWithdrawn, ReviewPublished
from contracts.vocabulary import Code, InvolvementStep, PersonRef
from services.chassis.calendar import add_months
from services.chassis.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.detectors import identifying
from services.review_registry.domain import needs, overrides, stages
from services.review_registry.domain.gate_facts import GateFacts
from services.review_registry.domain.part import Part
from services.review_registry.domain.screening import Rationale, recorded

if TYPE_CHECKING:
    from services.review_registry.domain.review import Review

TWO = 2
"""People who make each check."""


class CheckPublication(Part):
    """Makes checks of the latest version of the report, and answers what the detectors found in it."""

    checks: tuple[Code, ...] = ()
    answers: Mapping[Code, str] = Field(default_factory=dict)
    """By detector: why what it found may stand."""


class Checked(Part):
    """A check that somebody made of a version of the report."""

    check: Code
    version: int
    by: PersonRef
    on: date


class Outcome(StrEnum):
    """D6."""

    FULL = "full"
    IMPROVEMENTS_ONLY = "improvements-only"
    DEFER = "defer"
    NOT_PUBLISH = "not-publish"


SHOWN = (Outcome.FULL, Outcome.IMPROVEMENTS_ONLY)


class PublishReview(Rationale):
    """Decides on publication (D6); what is published can be read by anybody at once."""

    outcome: Outcome
    embargo_until: date | None = None


class WithdrawPublication(Part):
    """Takes what was published back; a tombstone stays."""

    reason: Code


class Publication(Part):
    """What was published, and until when at least it can be read; withdrawn once it has a day on which it was."""

    outcome: Outcome
    on: date
    until: date
    withdrawn_on: date | None = None
    reason: Code | None = None


def check_publication(review: Review, command: CheckPublication, given: Given) -> Decided[Review]:
    report, known = review.report, {each.code for each in given.framework.publication.checks}
    reasons = [
        Reason("publication/unknown-check", "The settings have no such check.", f"checks/{place}")
        for place, code in enumerate(command.checks)
        if code not in known
    ]
    if report is None:
        reasons.append(Reason("report/missing", "There is no report to check."))
    if reasons or report is None:
        raise Refused(*reasons)
    new = [Checked(check=code, version=report.version, by=given.actor.person_ref, on=given.today) for code in command.checks]
    kept = [each for each in review.checks if each.version == report.version]
    made = {(each.check, each.by): each for each in (*new, *kept)}
    answers = {**(review.answers if kept else {}), **command.answers}
    return Decided(review.model_copy(update={"checks": tuple(made.values()), "answers": answers}))


def gate(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    """Everything that keeps the review from being published; codes overridden by the scrutineer are left out."""
    reasons = [
        *stages.not_before(review, "publication", given.framework),
        *_checked(review, given),
        *needs.told(facts, InvolvementStep.FINDINGS),
        *(Reason("publication/held", f"A hold is in force: {each.kind.value}.", "holds") for each in review.holds),
        *needs.answered(review, facts),
    ]
    return overrides.standing(reasons, review.overrides, overrides.Gate.PUBLICATION)


def _checked(review: Review, given: Given) -> list[Reason]:
    """Each check by two people, and nothing that identifies anybody left unanswered."""
    report = review.report
    if report is None:
        return [Reason("report/missing", "There is no report.", "report")]
    reasons = [
        Reason("publication/not-checked", f"Two people make this check: {each.label}.", f"checks/{each.code}")
        for each in given.framework.publication.checks
        if len({made.by for made in review.checks if (made.check, made.version) == (each.code, report.version)}) < TWO
    ]
    answered = review.answers if any(made.version == report.version for made in review.checks) else {}
    return reasons + [
        Reason("publication/identifies", f"The report holds what looks like a {kind}, and nobody says why.", f"answers/{kind}")
        for kind in identifying(f"{report.summary}\n{report.body}")
        if kind not in answered
    ]


def publish_review(review: Review, command: PublishReview, given: Given, facts: GateFacts) -> Decided[Review]:
    """D6. Deferring, and not publishing, are decisions that need no gate."""
    reasons = stages.not_before(review, "report", given.framework)
    if review.publication and not review.publication.withdrawn_on:
        reasons.append(Reason("publication/published-already", "The review has been published."))
    if command.outcome in SHOWN:
        reasons += gate(review, facts, given)
        if command.embargo_until and command.embargo_until > given.today:
            reasons.append(Reason("publication/embargo", "The embargo is not over.", "embargo_until"))
    refuse_if_any(list(dict.fromkeys(reasons)))
    decision = recorded("publish", command.outcome, command, given)
    decided = review.model_copy(update={"decisions": (*review.decisions, decision)})
    if command.outcome not in SHOWN:
        return Decided(decided)
    until = add_months(given.today, given.framework.publication.available_months)
    published = Publication(outcome=command.outcome, on=given.today, until=until)
    triggers = {Moment.PUBLISHED.value: given.today} | review.triggers
    event = ReviewPublished(review=review.id, link=f"{given.url}/public/reviews/{review.id}", until=until)
    return Decided(decided.model_copy(update={"publication": published, "triggers": triggers}), (event,))


def withdraw_publication(review: Review, command: WithdrawPublication, given: Given) -> Decided[Review]:
    published = review.publication
    if published is None or published.withdrawn_on:
        raise Refused(Reason("publication/none", "Nothing of this review is published."))
    withdrawn = published.model_copy(update={"withdrawn_on": given.today, "reason": command.reason})
    event = PublicationWithdrawn(review=review.id, reason=command.reason)
    return Decided(review.model_copy(update={"publication": withdrawn}), (event,))
