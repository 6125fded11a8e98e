"""Recalling a released learning statement (RR5). Its text is erased, also once the review is closed."""

from contracts.events.review_registry import LearningRecalled
from contracts.vocabulary.reviews import WithdrawalReason
from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.state import Review, latest_release


class RecallLearning(CommandBody):
    """Recalls a released statement. Nobody can read it any more."""

    finding: Id
    reason: WithdrawalReason


def recall_learning(review: Review, command: RecallLearning, given: Given) -> Decided[Review]:
    """Recalls the statement, with the reason. The finding may be released again in other words."""
    last = latest_release(review.released, command.finding)
    if last is None or last.recalled_on:
        sentence = "No learning of this finding is released. Choose another finding."
        raise Refused(Reason("learning/not-released", sentence, "finding"))
    recalled = last.model_copy(update={"recalled_on": given.today, "recalled_reason": command.reason})
    released = tuple(recalled if each is last else each for each in review.released)
    event = LearningRecalled(review=review.id, source=command.finding, reason=command.reason)
    return Decided(review.model_copy(update={"released": released}), (event,))
