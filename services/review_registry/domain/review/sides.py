"""The sides of a review. Nobody of an agency under review decides on its lead, publication or overrides (RR3, RR5)."""

from contracts.framework.document import Framework
from contracts.vocabulary.reviews import AgencyPart
from services.chassis.rules.decisions import Actor, Given, Reason
from services.review_registry.domain.review.state import Review, ReviewCourse


def same_body(one: str, other: str, framework: Framework) -> bool:
    """Returns whether two agencies are one body, because they are the same or one took over the other's duties."""
    return one == other or one in framework.predecessors(other) or other in framework.predecessors(one)


def acts_under_review(review: ReviewCourse, actor: Actor, framework: Framework) -> bool:
    """Returns whether the actor acts for an agency whose practice the review looks at."""
    return review.scope is not None and any(
        each.part is AgencyPart.PRACTICE_UNDER_REVIEW and same_body(each.agency, actor.agency, framework)
        for each in review.scope.agencies
    )


def not_on_a_side(review: Review, given: Given) -> list[Reason]:
    """Returns a reason if the actor acts for an agency under review."""
    if not acts_under_review(review, given.actor, given.framework):
        return []
    sentence = "You act for an agency under review, so someone who acts for no such agency must do this."
    return [Reason("review/own-agency", sentence)]
