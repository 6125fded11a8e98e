"""Publishing a review (RR5, R9; domain.md 12): the checks by two people, the gate, the decision (D6), and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from contracts.events.review_registry import PublicationWithdrawn, ReviewPublished
from contracts.framework.document import Moment
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.reviews import WithdrawalReason
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.detectors import identifying
from services.review_registry.domain import holds, lead, needs, overrides, stages
from services.review_registry.domain.gate_facts import GateFacts
from services.review_registry.domain.part import Part
from services.review_registry.domain.report import UNCHECKED
from services.review_registry.domain.screening import Rationale, recorded

if TYPE_CHECKING:
    from services.review_registry.domain.review import Review

TWO = 2
"""People who make each check."""


class CheckPublication(Part):
    """Makes checks of the latest version of the report, and answers what the detectors found in it."""

    checks: tuple[Code, ...] = ()
    answers: Mapping[Code, Annotated[str, Field(min_length=5, max_length=2000)]] = Field(default_factory=dict)
    """By detector: why what it found may stand."""


class Checked(Part):
    """A check that somebody made of the report; a new version has none yet."""

    check: Code
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
    """Takes back what was published: a tombstone stays, and nothing is published again unless it was checked anew."""

    reason: WithdrawalReason


class Publication(Part):
    """What was published, and until when at least it can be read; withdrawn once it has a day on which it was."""

    outcome: Outcome
    on: date
    until: date
    withdrawn_on: date | None = None
    reason: Code | None = None

    @property
    def stands(self) -> bool:
        """Anybody can read it."""
        return self.withdrawn_on is None


def check_publication(review: Review, command: CheckPublication, given: Given) -> Decided[Review]:
    """By the business unit, a decider, or the lead of this very review."""
    refuse_if_any(_faults(review, command, given))
    new = [Checked(check=code, by=given.actor.person_ref, on=given.today) for code in command.checks]
    made = {(each.check, each.by): each for each in (*review.checks, *new)}
    answers = review.answers | dict(command.answers)
    return Decided(review.model_copy(update={"checks": tuple(made.values()), "answers": answers}))


def _faults(review: Review, command: CheckPublication, given: Given) -> list[Reason]:
    known, found = {each.code for each in given.framework.publication.checks}, identifying(_to_be_read(review))
    reasons = [] if given.actor.holds("decider") else lead.not_leading(review.lead, given.actor)
    reasons += [
        Reason("publication/unknown-check", "The settings have no such check.", f"checks/{place}")
        for place, code in enumerate(command.checks)
        if code not in known
    ]
    if review.report is None:
        return [*reasons, Reason("report/missing", "There is no report to check.")]
    return reasons + [
        Reason("publication/nothing-to-answer", "Nothing of this kind was found in the text.", "answers")
        for kind in command.answers
        if kind not in found
    ]


def gate(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    """Everything that keeps the review from being published; codes overridden by the scrutineer are left out."""
    reasons = [
        *stages.not_before(review, "publication", given.framework),
        *_checked(review, given),
        *needs.settled(facts),
        *needs.told(facts, InvolvementStep.FINDINGS),
        *(Reason("publication/held", f"A hold is in force: {each.kind.value}.", "holds") for each in holds.in_force(review)),
        *needs.answered(review, facts),
    ]
    if review.embargo_until and review.embargo_until > given.today:
        reasons.append(Reason("publication/embargo", "The embargo is not over.", "embargo_until"))
    return overrides.standing(reasons, review.overrides, overrides.Gate.PUBLICATION)


def _checked(review: Review, given: Given) -> list[Reason]:
    """Each check by two people, and nothing that identifies anybody left unanswered."""
    if review.report is None:
        return [Reason("report/missing", "There is no report.", "report")]
    reasons = [
        Reason("publication/not-checked", f"Two people make this check: {each.label}.", f"checks/{each.code}")
        for each in given.framework.publication.checks
        if len({made.by for made in review.checks if made.check == each.code}) < TWO
    ]
    return reasons + [
        Reason("publication/identifies", f"The text holds what looks like a {kind}, and nobody says why.", f"answers/{kind}")
        for kind in identifying(_to_be_read(review))
        if kind not in review.answers
    ]


def _to_be_read(review: Review) -> str:
    """Every word that anybody could read once it is published."""
    report = [review.report.summary, review.report.body] if review.report else []
    return "\n".join([*report, review.response, *improvements(review)])


def improvements(review: Review) -> list[str]:
    """What is shown where the report is not: what was learnt."""
    return [each.learning_statement for each in review.findings if each.confirmed_on]


def publish_review(review: Review, command: PublishReview, given: Given, facts: GateFacts) -> Decided[Review]:
    """D6. Deferring, and not publishing, are decisions that need no gate; a new embargo takes the place of an earlier one."""
    review = review.model_copy(update={"embargo_until": command.embargo_until or review.embargo_until})
    refuse_if_any(list(dict.fromkeys(_unpublishable(review, command, given, facts))))
    decision = recorded("publish", command.outcome, command, given)
    decided = review.model_copy(update={"decisions": (*review.decisions, decision)})
    if command.outcome not in SHOWN:
        return Decided(decided)
    until = add_months(given.today, given.framework.publication.available_months)
    published = Publication(outcome=command.outcome, on=given.today, until=until)
    triggers = {Moment.PUBLISHED.value: given.today} | review.triggers
    event = ReviewPublished(review=review.id, link=f"{given.url}/public/reviews/{review.id}", until=until)
    return Decided(decided.model_copy(update={"publication": published, "triggers": triggers}), (event,))


def _unpublishable(review: Review, command: PublishReview, given: Given, facts: GateFacts) -> list[Reason]:
    reasons = stages.not_before(review, "report", given.framework)
    if review.publication and review.publication.stands:
        reasons.append(Reason("publication/published-already", "The review has been published."))
    if command.outcome not in SHOWN:
        return reasons
    if review.report and review.report.by == given.actor.person_ref:
        reasons.append(Reason("publication/own-report", "Somebody else than its author decides to publish a report."))
    return reasons + gate(review, facts, given)


def withdraw_publication(review: Review, command: WithdrawPublication, given: Given) -> Decided[Review]:
    published = review.publication
    if published is None or not published.stands:
        raise Refused(Reason("publication/none", "Nothing of this review is published."))
    withdrawn = published.model_copy(update={"withdrawn_on": given.today, "reason": command.reason})
    event = PublicationWithdrawn(review=review.id, reason=command.reason)
    return Decided(review.model_copy(update={"publication": withdrawn, **UNCHECKED}), (event,))
