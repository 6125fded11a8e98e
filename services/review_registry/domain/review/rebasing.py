"""Moving a running review to another edition of the settings, as a recorded decision (RR1)."""

from pydantic import Field

from contracts.framework.document import Framework
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.names import stage_name
from services.review_registry.domain.review.state import Rebased, Review


class RebaseReview(CommandBody):
    """Runs the review under another edition of the settings from now on, with the reason."""

    edition: int = Field(ge=1, strict=True)
    reason: str = Field(min_length=10, max_length=2000)


def rebase_review(review: Review, command: RebaseReview, given: Given) -> Decided[Review]:
    """Moves the review to that edition. Its clocks, gates and stages follow that edition afterwards."""
    to = given.editions.get(command.edition)
    refuse_if_any(_reasons(review, to, command))
    rebased = Rebased(
        from_edition=review.edition,
        to_edition=command.edition,
        reason=command.reason,
        on=given.today,
        by=given.actor.person_ref,
    )
    return Decided(review.model_copy(update={"edition": command.edition, "rebased": (*review.rebased, rebased)}))


def _reasons(review: Review, to: Framework | None, command: RebaseReview) -> list[Reason]:
    """Returns everything that keeps the review from this edition."""
    if to is None:
        return [Reason("edition/unknown", "This service has not run under that edition. Choose another one.", "edition")]
    if command.edition == review.edition:
        return [Reason("edition/same", "The review already runs under this edition. Choose another one.", "edition")]
    review_type = to.review_type(review.review_type)
    if review_type is None:
        return [Reason("edition/no-type", "That edition does not have this type of review. Choose another one.", "edition")]
    if review.stage not in review_type.stages:
        stage = stage_name(to, review.stage)
        sentence = f"In that edition this type of review has no stage \u201c{stage}\u201d. Move the review first."
        return [Reason("edition/no-stage", sentence, "edition")]
    return []
