"""The stages of a review and the gates between them (RR1; domain.md 2a). Each gate says everything that it still needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from contracts.framework.document import Framework, ReviewType
from contracts.vocabulary.reviews import FindingKind
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Reason, Refused, refuse_if_any
from services.review_registry.domain import needs, overrides, scope
from services.review_registry.domain.gate_facts import GateFacts
from services.review_registry.domain.screening import Screening

if TYPE_CHECKING:
    from services.review_registry.domain.review import Review


GOOD = (FindingKind.GOOD_PRACTICE, FindingKind.SYSTEM_STRENGTH)


class MoveOn(BaseModel):
    """Moves the review on to the next stage."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: Code


def next_stage(review: Review, review_type: ReviewType) -> str | None:
    """The stage after the present one, unless it is the last."""
    after = review_type.stages.index(review.stage) + 1
    return review_type.stages[after] if after < len(review_type.stages) else None


def gate(review: Review, review_type: ReviewType, facts: GateFacts) -> list[Reason]:
    """Everything that keeps the review in its present stage; codes overridden by the scrutineer are left out."""
    own = GATES[review.stage](review, review_type, facts) if review.stage in GATES else []
    reasons = [*own, *(lead_reasons(review) if review.lead else [])]
    return overrides.standing(reasons, review.overrides, overrides.Gate.STAGE)


def refuse_unless_open(review: Review, to: str, review_type: ReviewType, facts: GateFacts) -> None:
    """Raises Refused with what the gate needs; for a move that there is none of, with those that there are."""
    open_to, needed = next_stage(review, review_type), gate(review, review_type, facts)
    if to != open_to:
        possible = f"from here it goes to {open_to}" if open_to else "this is its last stage"
        also = "; that still needs: " + " ".join(reason.message for reason in needed) if open_to and needed else ""
        raise Refused(Reason("review/no-such-move", f"The review cannot go there: {possible}{also}.", "to"))
    refuse_if_any(needed)


def type_of(review: Review, framework: Framework) -> ReviewType:
    """The review's type in the settings in force. Raises Refused where they no longer know it."""
    found = framework.review_type(review.review_type)
    if found is None:
        raise Refused(Reason("review/type-gone", "The settings in force no longer know this type of review."))
    return found


def only_in(review: Review, stage: str) -> list[Reason]:
    if review.stage == stage:
        return []
    return [Reason("review/wrong-stage", f"This is done in the stage {stage}; the review is in {review.stage}.")]


def not_before(review: Review, stage: str, framework: Framework) -> list[Reason]:
    order = type_of(review, framework).stages
    if stage in order and order.index(review.stage) >= order.index(stage):
        return []
    return [Reason("review/too-early", f"This is not done before the stage {stage}; the review is in {review.stage}.")]


def not_after(review: Review, stage: str, framework: Framework) -> list[Reason]:
    order = type_of(review, framework).stages
    if stage not in order or order.index(review.stage) <= order.index(stage):
        return []
    return [Reason("review/too-late", f"This is not done after the stage {stage}; the review is in {review.stage}.")]


def while_open(decide: Callable[..., Decided[Review]]) -> Callable[..., Decided[Review]]:
    """The rule, refused for a review that is closed."""

    def decided(review: Review, *given: object) -> Decided[Review]:
        if review.closed_on:
            raise Refused(Reason("review/closed", "The review is closed: nothing changes it any more."))
        return decide(review, *given)

    return decided


def lead_reasons(review: Review) -> list[Reason]:
    """Nothing moves while the review has no lead who is independent of its scope."""
    if review.lead is None:
        return [Reason("lead/not-appointed", "No lead has been appointed.")]
    return [
        Reason("lead/independence-lost", f"The lead no longer meets the rule {code} since the scope changed.")
        for code in review.lead.lost
    ]


def _screened(review: Review) -> list[Reason]:
    decided = [decision for decision in review.decisions if decision.decision == "screen"]
    if not decided:
        return [Reason("screening/not-decided", "The decision on screening (D1) has not been recorded.")]
    if decided[-1].outcome != Screening.LOCAL_REVIEW:
        return [Reason("screening/not-going-ahead", "The decision on screening (D1) was not to go ahead with a review here.")]
    return []


def _analysed(review: Review) -> list[Reason]:
    if review.findings:
        return []
    return [Reason("findings/none-recorded", "The analysis has not led to any finding yet.")]


def _reported(review: Review) -> list[Reason]:
    return [] if review.report else [Reason("report/missing", "There is no report.", "report")]


def _responded(review: Review) -> list[Reason]:
    if review.response:
        return []
    return [Reason("response/missing", "The partnership's response (D5) has not been recorded.", "response")]


GATES: dict[str, Callable[[Review, ReviewType, GateFacts], list[Reason]]] = {
    "screening": lambda review, _, facts: _screened(review),
    "scoping": lambda review, _, facts: scope.missing_from(review.scope),
    "lead-appointment": lambda review, _, facts: [] if review.lead else lead_reasons(review),
    "involvement": lambda review, _, facts: needs.asked(facts),
    "analysis": lambda review, _, facts: _analysed(review),
    "findings": lambda review, _, facts: balanced(review),
    "report": lambda review, _, facts: _reported(review),
    "partnership-response": lambda review, _, facts: _responded(review),
    "publication": lambda review, _, facts: published(review),
    "actions": lambda review, _, facts: [*needs.answered(review, facts), *needs.accepted(facts)],
    "follow-up": lambda review, review_type, facts: needs.rechecked(facts, review_type.follow_up_rechecks),
}
"""What each stage must have shown before the review leaves it; the lead's independence is asked at every gate."""


def balanced(review: Review) -> list[Reason]:
    """Every finding is confirmed, and good practice is among them or was looked for (RR4, R7)."""
    reasons = [
        Reason("finding/not-confirmed", "A finding has not been confirmed.", f"findings/{finding.id}")
        for finding in review.findings
        if finding.confirmed_on is None
    ]
    if not review.no_good_practice and not any(finding.kind in GOOD for finding in review.findings):
        sentence = "No finding is of good practice, and it is not recorded that none was found."
        reasons.append(Reason("finding/no-good-practice", sentence, "findings"))
    return reasons


def published(review: Review) -> list[Reason]:
    """It was decided to publish, or not to (D6); a deferral is no end."""
    decided = [each.outcome for each in review.decisions if each.decision == "publish"]
    if decided and decided[-1] != "defer":
        return []
    return [Reason("publication/not-decided", "It is not decided whether to publish (D6).", "publication")]
