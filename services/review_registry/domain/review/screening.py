"""Screening a referral, criterion by criterion (RR1; decision D1)."""

from pydantic import Field

from contracts.framework.document import Moment, ReviewType
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import only_in, type_of
from services.review_registry.domain.review.rationale import Rationale, recorded
from services.review_registry.domain.review.state import CriterionAnswer, Review, Screening


class AnsweredCriterion(CriterionAnswer, CommandBody):
    """The answer to one criterion, with its evidence."""

    evidence: str = Field(min_length=5, max_length=4000)


class ScreenReview(Rationale):
    """Decides, criterion by criterion, whether to go ahead (D1)."""

    outcome: Screening
    answers: tuple[AnsweredCriterion, ...]


def screen_review(review: Review, command: ScreenReview, given: Given) -> Decided[Review]:
    """Records the decision. The first decision to go ahead starts the clocks."""
    refuse_if_any(only_in(review, "screening", given.framework) + _answer_reasons(command, type_of(review, given.framework)))
    decision = recorded("screen", command.outcome, command, given)
    going_ahead = {Moment.SCREENED.value: given.today} if command.outcome is Screening.LOCAL_REVIEW else {}
    triggers = going_ahead | review.triggers
    return Decided(review.model_copy(update={"decisions": (*review.decisions, decision), "triggers": triggers}))


def _answer_reasons(command: ScreenReview, review_type: ReviewType) -> list[Reason]:
    """Returns a reason for each criterion of the type without exactly one answer, and for each answer to no criterion."""
    asked = {criterion.code: criterion.label for criterion in review_type.criteria}
    answered = [answer.criterion for answer in command.answers]
    reasons = [
        Reason("screening/criterion-unanswered", f"Answer the criterion \u201c{label}\u201d.", "answers")
        for code, label in asked.items()
        if code not in answered
    ]
    for place, code in enumerate(answered):
        path = f"answers/{place}/criterion"
        if code not in asked:
            sentence = "This type of review has no such criterion. Remove the answer."
            reasons.append(Reason("screening/unknown-criterion", sentence, path))
        elif code in answered[:place]:
            reasons.append(Reason("screening/criterion-twice", "Answer each criterion once.", path))
    return reasons
