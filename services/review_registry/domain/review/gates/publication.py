"""The gate of publication (RR5, R9)."""

from contracts.vocabulary.feedback import InvolvementStep
from services.chassis.rules.decisions import Given, Reason
from services.review_registry.domain.review.gates import needs
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.holds import held
from services.review_registry.domain.review.gates.override import not_overridden
from services.review_registry.domain.review.guards import lead_needed, not_before
from services.review_registry.domain.review.public_text import described, text_version, texts_to_publish, unanswered
from services.review_registry.domain.review.state import Gate, Review
from services.review_registry.domain.review.subjects import naming

CHECKERS = 2
"""People who make each check."""


def gate(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    """Returns everything that keeps the review from being published."""
    reasons = [
        *not_before(review, "publication", given.framework),
        *lead_needed(review, given.framework),
        *_checked(review, given),
        *naming(texts_to_publish(review), facts.subjects, "publication/names-subject", "subjects"),
        *needs.outcomes(facts, given.framework),
        *needs.fed_back(facts, InvolvementStep.FINDINGS, given.framework),
        *held(review),
        *needs.confirmed(review),
        *needs.answered(review, facts, given.framework),
    ]
    if review.embargo_until and review.embargo_until > given.today:
        sentence = f"The embargo lasts until {review.embargo_until:%-d %B %Y}."
        reasons.append(Reason("publication/embargo", sentence, f"embargo/{review.embargo_until}"))
    return not_overridden(review, Gate.PUBLICATION, reasons)


def _checked(review: Review, given: Given) -> list[Reason]:
    """Returns a reason for each check with too few checkers, and for each hit of a detector without an answer."""
    if review.report is None:
        return [Reason("report/missing", "Write the report.", "report")]
    reasons: list[Reason] = []
    version = text_version(review, review.report)
    for each in given.framework.publication.checks:
        so_far = len({made.by for made in review.checks if made.check == each.code})
        if so_far < CHECKERS:
            sentence = f"Two people must make this check ({so_far} so far): {each.label}."
            reasons.append(Reason("publication/not-checked", sentence, f"report/{version}/checks/{each.code}"))
    sentence = "The text may identify someone: {}. Remove it, or say why it identifies no one."
    return reasons + [
        Reason("publication/identifies", sentence.format(described(each)), f"answers/{each.hit.key}")
        for each in unanswered(review)
    ]
