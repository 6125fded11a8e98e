"""The gate of closing (RR6, R8, R18, R19, R21, R22)."""

from contracts.vocabulary.feedback import InvolvementStep
from services.chassis.rules.decisions import Given, Reason
from services.review_registry.domain.review.clocks import STOPPED, review_clocks
from services.review_registry.domain.review.gates import needs
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.holds import held
from services.review_registry.domain.review.gates.override import not_overridden
from services.review_registry.domain.review.gates.stage import follow_up_months, publication_decided
from services.review_registry.domain.review.guards import lead_needed, only_in
from services.review_registry.domain.review.state import Gate, Review


def gate(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    """Returns everything that keeps the review from being closed."""
    framework = given.framework
    reasons = [
        *only_in(review, "closure", framework),
        *lead_needed(review, framework),
        *needs.explained(facts, framework),
        *needs.fed_back(facts, InvolvementStep.FINDINGS, framework),
        *needs.fed_back(facts, InvolvementStep.OUTCOME, framework),
        *needs.confirmed(review),
        *needs.answered(review, facts, framework),
        *needs.accepted(facts, framework),
        *needs.rechecked(facts, follow_up_months(review, given)),
        *needs.shared(facts),
        *held(review),
        *_clocks_stopped(review, given),
        *publication_decided(review, facts, given),
    ]
    if review.impact is None:
        sentence = "Record the impact, the child's lived experience and the retention date."
        reasons.append(Reason("closing/no-impact", sentence, "impact"))
    return not_overridden(review, Gate.CLOSING, reasons)


def _clocks_stopped(review: Review, given: Given) -> list[Reason]:
    sentence = "The clock {} is still running. It was due on {:%-d %B %Y}."
    return [
        Reason("clock/not-stopped", sentence.format(each.clock, each.due), f"clocks/{each.clock}/{each.due}")
        for each in review_clocks(review, given)
        if each.state not in STOPPED
    ]
