"""Screening a referral, criterion by criterion (RR1; decision D1)."""

from pydantic import Field

from contracts.events.review_registry import ReviewReopened
from contracts.framework.document import Moment, ReviewType
from contracts.vocabulary.reviews import ReviewEnd
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.ending import Noted, Told, ended_as
from services.review_registry.domain.review.guards import closed_reasons, only_in, type_of
from services.review_registry.domain.review.moments import with_moments
from services.review_registry.domain.review.rationale import Rationale, decided_on_reasons, recorded
from services.review_registry.domain.review.state import CriterionAnswer, Ended, Review, Screening


class AnsweredCriterion(CriterionAnswer, CommandBody):
    """The answer to one criterion, with its evidence."""

    evidence: str = Field(min_length=5, max_length=4000)


class ScreenReview(Rationale):
    """Decides, criterion by criterion, whether to go ahead (D1). A decision not to go ahead ends the review."""

    outcome: Screening
    answers: tuple[AnsweredCriterion, ...] = Field(max_length=50)
    learning: Noted = ""
    """The learning noted from the case, if the review does not go ahead."""
    told: Told = ()
    """The people and bodies who were told that it does not, such as the referrer and the family."""


def screen_review(review: Review, command: ScreenReview, given: Given) -> Decided[Review]:
    """Records the decision, which supersedes an earlier one. The latest decision to go ahead starts the clocks."""
    goes_ahead = command.outcome is Screening.LOCAL_REVIEW
    refuse_if_any([
        *_end_reasons(review),
        *only_in(review, "screening", given.framework),
        *_answer_reasons(command, type_of(review, given.framework)),
        *decided_on_reasons(review, command, given),
        *([] if goes_ahead else _short_gate(command)),
    ])  # fmt: skip
    decision = recorded("screen", command.outcome, command, given)
    days = {Moment.SCREENED.value: decision.on, Moment.INITIATED.value: decision.on if goes_ahead else None}
    decided = with_moments(review, given, days)
    decided = decided.model_copy(update={"decisions": (*review.decisions, decision)})
    if not goes_ahead:
        because, learning, told = command.rationale, command.learning, command.told
        ended = Ended(how=ReviewEnd.SCREENED_OUT, on=decision.on, because=because, learning=learning, told=told)
        return ended_as(decided, ended)
    events = () if review.is_open else (ReviewReopened(review=review.id, stage=review.stage),)
    return Decided(decided.model_copy(update={"ended": None}), events)


def _end_reasons(review: Review) -> list[Reason]:
    """Returns a reason unless the review is open or was screened out."""
    if review.is_open or (review.ended and review.ended.how is ReviewEnd.SCREENED_OUT):
        return []
    return closed_reasons(review)


def _short_gate(command: ScreenReview) -> list[Reason]:
    """Returns what the end of a review that does not go ahead still needs."""
    reasons: list[Reason] = []
    if not command.learning:
        sentence = "Enter what can be learnt from the case, or that there is nothing."
        reasons.append(Reason("ending/no-learning", sentence, "learning"))
    if not command.told:
        sentence = "Enter who was informed of the decision, such as the referrer and the family."
        reasons.append(Reason("ending/nobody-told", sentence, "told"))
    return reasons


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
