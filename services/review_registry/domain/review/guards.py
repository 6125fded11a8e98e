"""Preconditions that several decisions share."""

from collections.abc import Callable

from contracts.framework.document import Framework, ReviewType
from contracts.vocabulary.roles import BUSINESS_UNIT
from services.chassis.rules.decisions import Actor, Decided, Reason, refuse_if_any
from services.review_registry.domain.names import stage_name
from services.review_registry.domain.review.state import Review, ReviewCourse, ReviewHead


def type_of(review: ReviewHead, framework: Framework) -> ReviewType:
    """Returns the review's type in the edition that governs it."""
    found = framework.review_type(review.review_type)
    if found is None:  # only a review that was opened under another edition has no type in this one
        raise LookupError(review.review_type)
    return found


def only_in(review: Review, stage: str, framework: Framework) -> list[Reason]:
    """Returns a reason unless the review is in this stage."""
    if review.stage == stage:
        return []
    return [_in_stage("review/wrong-stage", "only in", review, stage, framework)]


def not_before(review: ReviewCourse, stage: str, framework: Framework) -> list[Reason]:
    """Returns a reason if the review has not reached this stage.

    If its type lacks the stage, the last stage of the type that comes before it counts.
    """
    order = type_of(review, framework).stages
    first = _stage_or_before(order, stage, framework)
    if first is None or order.index(review.stage) >= order.index(first):
        return []
    return [_in_stage("review/too-early", "only from", review, first, framework)]


def not_after(review: Review, stage: str, framework: Framework) -> list[Reason]:
    """Returns a reason if the review has left this stage behind."""
    order = type_of(review, framework).stages
    if stage not in order or order.index(review.stage) <= order.index(stage):
        return []
    return [_in_stage("review/too-late", "only up to", review, stage, framework)]


def _stage_or_before(order: tuple[str, ...], stage: str, framework: Framework) -> str | None:
    """Returns the stage, or the last one of these that comes before it among all stages."""
    all_stages = [each.code for each in framework.stages]
    before = all_stages[: all_stages.index(stage) + 1] if stage in all_stages else []
    return next((each for each in reversed(order) if each in before), None)


def _in_stage(code: str, when: str, review: ReviewCourse, stage: str, framework: Framework) -> Reason:
    allowed, present = stage_name(framework, stage), stage_name(framework, review.stage)
    return Reason(code, f"You can do this {when} the stage \u201c{allowed}\u201d. The review is in \u201c{present}\u201d.")


def while_open(decide: Callable[..., Decided[Review]]) -> Callable[..., Decided[Review]]:
    """Returns the rule, refused for a review that is closed or ended."""

    def decided(review: Review, *given: object) -> Decided[Review]:
        refuse_if_any(closed_reasons(review))
        return decide(review, *given)

    return decided


def closed_reasons(review: Review) -> list[Reason]:
    """Returns a reason if the review is closed or ended."""
    if review.closed_on:
        sentence = "You cannot change this review because it is closed. A decider can reopen it."
        return [Reason("review/closed", sentence)]
    if review.ended:
        sentence = "You cannot change this review because it has ended. A decider can reopen it."
        return [Reason("review/ended", sentence)]
    return []


def lead_reasons(review: Review) -> list[Reason]:
    """Returns reasons unless the review has a lead reviewer who declared for its scope and is independent of it."""
    if review.lead is None:
        return [Reason("lead/not-appointed", "Appoint a lead reviewer.", "lead")]
    sentence = "The lead reviewer no longer meets the rule {}. Appoint another, or appoint them again with a mitigation."
    lost = [
        Reason("lead/independence-lost", sentence.format(each.test), f"lead/{each.test}/{each.ground}")
        for each in review.lead.lost
    ]
    version = review.scope.case_version if review.scope else 0
    if review.lead.declaration.scope_version >= version:
        return lost
    sentence = (
        "The scope has changed since the lead reviewer declared their interests. Record their declaration for this scope."
    )
    return [*lost, Reason("lead/not-declared", sentence, f"scope/{version}/declaration")]


def lead_needed(review: Review, framework: Framework) -> list[Reason]:
    """Returns the reasons about the lead reviewer at a gate. A type appoints one at the stage that it names for it."""
    stages = type_of(review, framework).stages
    appointed = "lead-appointment" in stages and stages.index(review.stage) >= stages.index("lead-appointment")
    return lead_reasons(review) if appointed or review.lead else []


def leads(review: Review, actor: Actor) -> bool:
    """Returns whether the actor is the lead reviewer of this review."""
    lead = review.lead
    return lead is not None and lead.person_ref == actor.person_ref and actor.acts_for(lead.agency)


def not_leading(review: Review, actor: Actor) -> list[Reason]:
    """Returns a reason unless the actor leads this review or is the business unit."""
    if actor.holds(BUSINESS_UNIT) or leads(review, actor):
        return []
    sentence = "Only the lead reviewer of this review and the business unit can do this."
    return [Reason("review/not-its-lead", sentence)]


def not_public(review: Review) -> list[Reason]:
    """Returns a reason if the public can read what is about to change."""
    if review.publication is None or not review.publication.stands:
        return []
    return [Reason("report/published", "Withdraw the publication before you make a change.")]
