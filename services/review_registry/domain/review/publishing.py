"""Deciding on publication (RR5, R9; decision D6)."""

from datetime import date

from pydantic import Field

from contracts.events.review_registry import ReviewPublished
from contracts.framework.document import Moment, Publishing
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.gates import publication
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.guards import not_before, not_public, type_of
from services.review_registry.domain.review.moments import with_moments
from services.review_registry.domain.review.public_text import wrote_report, wrote_response
from services.review_registry.domain.review.rationale import Rationale, decided_on_reasons, recorded
from services.review_registry.domain.review.sides import not_on_a_side
from services.review_registry.domain.review.state import Outcome, Publication, Review

PUBLIC = (Outcome.FULL, Outcome.IMPROVEMENTS_ONLY)
"""Outcomes after which the public can read something."""


class PublishReview(Rationale):
    """Decides on publication (D6). The public can read a published review at once."""

    outcome: Outcome
    embargo_until: date | None = None


class SetEmbargo(CommandBody):
    """Sets the last day of the embargo on publication, or ends it, with the reason."""

    until: date | None
    """The day on which the embargo ends, or none if it has ended."""
    reason: str = Field(min_length=5, max_length=2000)


def publish_review(review: Review, command: PublishReview, given: Given, facts: GateFacts) -> Decided[Review]:
    """Records the decision. Only publishing needs the gate. A new embargo replaces an earlier one.

    A final decision stops the clock of publication. A first publication keeps it stopped, also if it is withdrawn.
    """
    embargoed = review.model_copy(update={"embargo_until": command.embargo_until or review.embargo_until})
    reasons = _publishing_reasons(embargoed, command, given, facts) + decided_on_reasons(review, command, given)
    refuse_if_any(list(dict.fromkeys(reasons)))
    decision = recorded("publish", command.outcome, command, given)
    decided = embargoed.model_copy(update={"decisions": (*review.decisions, decision)})
    if review.publication is None:
        final = command.outcome is not Outcome.DEFER
        decided = with_moments(decided, given, {Moment.PUBLISHED.value: decision.on if final else None})
    if command.outcome not in PUBLIC:
        return Decided(decided)
    until = add_months(given.today, given.framework.publication.available_months)
    published = Publication(outcome=command.outcome, on=decision.on, until=until)
    event = ReviewPublished(review=review.id, link=link_to_review(review.id, given.url), until=until)
    return Decided(decided.model_copy(update={"publication": published}), (event,))


def set_embargo(review: Review, command: SetEmbargo, given: Given) -> Decided[Review]:
    """Replaces the embargo. The history keeps the reason."""
    reasons = not_public(review)
    if command.until is not None and command.until <= given.today:
        sentence = "Enter a day in the future, or leave it empty to end the embargo."
        reasons.append(Reason("publication/embargo-in-past", sentence, "until"))
    refuse_if_any(reasons)
    return Decided(review.model_copy(update={"embargo_until": command.until}))


def link_to_review(review: str, url: str) -> str:
    """Returns the public address of a published review."""
    return f"{url}/public/reviews/{review}"


def _publishing_reasons(review: Review, command: PublishReview, given: Given, facts: GateFacts) -> list[Reason]:
    """Returns everything that keeps this decision from being recorded."""
    if type_of(review, given.framework).publication is Publishing.NONE:
        sentence = "Reviews of this type are not published. Release their learning instead."
        return [Reason("publication/not-of-this-type", sentence, "outcome")]
    reasons = not_before(review, "report", given.framework) + not_on_a_side(review, given)
    if review.publication and review.publication.stands:
        reasons.append(Reason("publication/published-already", "This review has already been published."))
    if command.outcome not in PUBLIC:
        return reasons
    sentence = "You wrote a version of this {}, so someone else must decide whether to publish it."
    if wrote_report(review, given.actor):
        reasons.append(Reason("publication/own-report", sentence.format("report")))
    if wrote_response(review, given.actor):
        reasons.append(Reason("publication/own-response", sentence.format("response")))
    return reasons + publication.gate(review, facts, given)
