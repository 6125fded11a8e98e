"""The gates between stages (RR1). Each returns everything that the present stage still needs."""

from collections.abc import Mapping

from contracts.framework.document import Publishing
from contracts.vocabulary.reviews import GOOD_PRACTICE
from services.chassis.rules.decisions import Given, Reason
from services.review_registry.domain.review.gates import needs
from services.review_registry.domain.review.gates.facts import GateFacts, GateRule
from services.review_registry.domain.review.gates.override import not_overridden
from services.review_registry.domain.review.gates.scope import scope_lacks
from services.review_registry.domain.review.guards import lead_needed, lead_reasons, type_of
from services.review_registry.domain.review.state import Gate, Outcome, Review, ReviewCourse, Screening


def gate(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    """Returns everything that keeps the review in its present stage. From the appointment on, each gate needs a lead."""
    own = STAGE_GATES[review.stage](review, facts, given) if review.stage in STAGE_GATES else []
    return not_overridden(review, Gate.STAGE, [*own, *lead_needed(review, given.framework)])


def _screened(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    decided = [decision for decision in review.decisions if decision.decision == "screen"]
    if not decided:
        return [Reason("screening/not-decided", "Record the decision on screening (D1).")]
    if decided[-1].outcome != Screening.LOCAL_REVIEW:
        sentence = "The decision on screening (D1) was not to hold a review here. Record a new decision to go on."
        return [Reason("screening/not-going-ahead", sentence)]
    return []


def _scoped(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    scope = review.scope
    if scope is None:
        return [Reason("scope/not-set", "Set the scope.")]
    return scope_lacks(scope, f"scope/{scope.version}/")


def _led(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    return lead_reasons(review)


def _offered(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    return needs.offered(facts, given.framework)


def _analysed(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    if review.findings or review.no_problems:
        return []
    return [Reason("findings/none-recorded", "Record a finding, or record that you looked for problems and found none.")]


def _confirmed(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    """Returns a reason for each unconfirmed finding, and one if good practice was not looked for (RR4, R7)."""
    reasons = needs.confirmed(review)
    if not review.no_good_practice and not any(finding.kind in GOOD_PRACTICE for finding in review.findings):
        sentence = "Record a finding of good practice, or record that you looked for it and found none."
        reasons.append(Reason("finding/no-good-practice", sentence, "findings"))
    return reasons


def _reported(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    return [] if review.report else [Reason("report/missing", "Write the report.", "report")]


def _responded(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    if review.response:
        return []
    return [Reason("response/missing", "Record the partnership's response (D5).", "response")]


def publication_decided(review: ReviewCourse, facts: GateFacts, given: Given) -> list[Reason]:
    """Returns a reason unless it was decided to publish, or not to publish (D6).

    A deferral decides neither, and a withdrawal undoes the decision. Where publication is discretionary, no decision is
    needed before the first.
    """
    publication = type_of(review, given.framework).publication
    made = [each.outcome for each in review.decisions if each.decision == "publish"]
    in_force = [each.outcome for each in review.decisions[review.undecided :] if each.decision == "publish"]
    needed = publication is Publishing.REQUIRED or bool(made)
    if not needed or (in_force and in_force[-1] != Outcome.DEFER):
        return []
    return [Reason("publication/not-decided", "Decide whether to publish (D6).", "publication")]


def _acted(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    return [*needs.answered(review, facts, given.framework), *needs.accepted(facts, given.framework)]


def _followed_up(review: Review, facts: GateFacts, given: Given) -> list[Reason]:
    return needs.rechecked(facts, follow_up_months(review, given))


def follow_up_months(review: Review, given: Given) -> tuple[int, ...]:
    """Returns the months after acceptance at which each change must have held (R21)."""
    return given.framework.rechecks.months[: type_of(review, given.framework).follow_up_rechecks]


STAGE_GATES: Mapping[str, GateRule] = {
    "screening": _screened,
    "scoping": _scoped,
    "lead-appointment": _led,
    "involvement": _offered,
    "analysis": _analysed,
    "findings": _confirmed,
    "report": _reported,
    "partnership-response": _responded,
    "publication": publication_decided,
    "actions": _acted,
    "follow-up": _followed_up,
}
"""The needs of each stage before the review leaves it."""
