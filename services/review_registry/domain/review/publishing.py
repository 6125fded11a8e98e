"""Deciding on publication (RR5, R9; decision D6)."""

from datetime import date

from contracts.events.review_registry import ReviewPublished
from contracts.framework.document import Moment
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.review_registry.domain.review.gates import publication
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.guards import not_before
from services.review_registry.domain.review.public_text import wrote_report, wrote_response
from services.review_registry.domain.review.rationale import Rationale, recorded
from services.review_registry.domain.review.sides import not_on_a_side
from services.review_registry.domain.review.state import Outcome, Publication, Review

PUBLIC = (Outcome.FULL, Outcome.IMPROVEMENTS_ONLY)
"""Outcomes after which the public can read something."""


class PublishReview(Rationale):
    """Decides on publication (D6). The public can read a published review at once."""

    outcome: Outcome
    embargo_until: date | None = None


def publish_review(review: Review, command: PublishReview, given: Given, facts: GateFacts) -> Decided[Review]:
    """Records the decision. Only publishing needs the gate. A new embargo replaces an earlier one."""
    review = review.model_copy(update={"embargo_until": command.embargo_until or review.embargo_until})
    refuse_if_any(list(dict.fromkeys(_publishing_reasons(review, command, given, facts))))
    decision = recorded("publish", command.outcome, command, given)
    decided = review.model_copy(update={"decisions": (*review.decisions, decision)})
    if command.outcome not in PUBLIC:
        return Decided(decided)
    until = add_months(given.today, given.framework.publication.available_months)
    published = Publication(outcome=command.outcome, on=given.today, until=until)
    triggers = {Moment.PUBLISHED.value: given.today} | review.triggers
    event = ReviewPublished(review=review.id, link=link_to_review(review.id, given.url), until=until)
    return Decided(decided.model_copy(update={"publication": published, "triggers": triggers}), (event,))


def link_to_review(review: str, url: str) -> str:
    """Returns the public address of a published review."""
    return f"{url}/public/reviews/{review}"


def _publishing_reasons(review: Review, command: PublishReview, given: Given, facts: GateFacts) -> list[Reason]:
    """Returns everything that keeps this decision from being recorded."""
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
