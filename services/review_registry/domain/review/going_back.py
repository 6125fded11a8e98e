"""Ways back: to an earlier stage, or out of a review that was closed or ended (RR1, RR6; decision D7)."""

from pydantic import Field

from contracts.events.review_registry import ReviewReopened, ReviewStageChanged
from contracts.framework.document import entered
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.names import stage_name
from services.review_registry.domain.review.guards import not_before, not_public, type_of
from services.review_registry.domain.review.moments import with_moments
from services.review_registry.domain.review.rationale import Rationale, decided_on_reasons, recorded
from services.review_registry.domain.review.state import Review, days_of


class SendBack(CommandBody):
    """Sends a review back to an earlier stage, with the reason."""

    to: Code
    reason: str = Field(min_length=10, max_length=2000)


class ReopenReview(Rationale):
    """Reopens a review that was closed or ended, in a stage that it has reached (D7)."""

    stage: Code


def send_back(review: Review, command: SendBack, given: Given) -> Decided[Review]:
    """Returns the review to the stage. It meets the gates of that stage and of each later one again."""
    stages = type_of(review, given.framework).stages
    earlier = stages[: stages.index(review.stage)]
    reasons = _stage_reasons(command.to, earlier, "to", given)
    if not reasons and not_before(review.model_copy(update={"stage": command.to}), "publication", given.framework):
        reasons += not_public(review)
    refuse_if_any(reasons)
    changed = ReviewStageChanged(review=review.id, from_stage=review.stage, to_stage=command.to)
    return Decided(_in_stage(review, command.to, given, command.reason), (changed,))


def reopen_review(review: Review, command: ReopenReview, given: Given) -> Decided[Review]:
    """Reopens the review. Its clocks run again, and its impact is assessed again before it closes."""
    stages = type_of(review, given.framework).stages
    reached = stages[: stages.index(review.stage) + 1]
    reasons = decided_on_reasons(review, command, given) + _stage_reasons(command.stage, reached, "stage", given)
    if review.is_open:
        sentence = "This review is open. To go back, send it to an earlier stage."
        reasons = [Reason("review/open", sentence)]
    refuse_if_any(reasons)
    decision = recorded("close", "reopen", command, given)
    reopened = review.model_copy(update={"closed_on": None, "ended": None, "decisions": (*review.decisions, decision)})
    event = ReviewReopened(review=review.id, stage=command.stage)
    return Decided(_in_stage(reopened, command.stage, given, command.rationale), (event,))


def _in_stage(review: Review, to: str, given: Given, because: str) -> Review:
    """Returns the review in a stage that it has reached. The stages after it count as not entered."""
    stages = type_of(review, given.framework).stages
    entered_after = {entered(each) for each in stages[stages.index(to) + 1 :]} & days_of(review).keys()
    back = review.model_copy(update={"stage": to, "impact": None})
    return with_moments(back, given, dict.fromkeys(sorted(entered_after)), because)


def _stage_reasons(stage: str, possible: tuple[str, ...], path: str, given: Given) -> list[Reason]:
    """Returns a reason unless the review can go back to this stage."""
    if stage in possible:
        return []
    if not possible:
        return [Reason("review/no-way-back", "This review is in its first stage, so it cannot go back.", path)]
    names = ", ".join(f"\u201c{stage_name(given.framework, each)}\u201d" for each in possible)
    return [Reason("review/no-way-back", f"Choose one of the stages that this review has passed: {names}.", path)]
