"""Withdrawing and restoring a learning point (LD1)."""

import pytest

from contracts.events.learning_dissemination import LearningPointWithdrawn
from contracts.vocabulary.reviews import WithdrawalReason
from services.learning_dissemination.domain.point.making import of_action, of_recurrence
from services.learning_dissemination.domain.point.state import LearningPoint
from services.learning_dissemination.domain.point.withdrawing import (
    NOT_SUSTAINED,
    falls_with_a_finding,
    restore,
    with_recalls,
    withdraw,
)
from tests.builders.given import at, some_id
from tests.builders.learning_dissemination import a_point, agreed, an_action, recalled, recurred, released

FINDING = some_id("finding", "one")
OF_ACTION, OF_RECURRENCE = of_action(an_action(agreed("one", "two"))), of_recurrence(recurred("two", "one"))


def test_recall_withdraws_its_point_once() -> None:
    fact = recalled(released())
    decided = withdraw(a_point(), fact.source, fact.reason, at())
    assert decided.state.withdrawn == fact.reason
    assert decided.events == (LearningPointWithdrawn(point=a_point().id, reason=fact.reason),)
    assert withdraw(decided.state, fact.source, fact.reason, at()).events == ()


def test_point_comes_back_when_each_of_its_sources_is_restored() -> None:
    reopened = withdraw(OF_ACTION, OF_ACTION.source_id, NOT_SUSTAINED, at()).state
    both = withdraw(reopened, FINDING, "court-order", at()).state
    assert restore(both, FINDING).state.withdrawn == NOT_SUSTAINED
    assert restore(restore(both, FINDING).state, OF_ACTION.source_id).state == OF_ACTION


@pytest.mark.parametrize("reason", WithdrawalReason)
@pytest.mark.parametrize("point", [a_point(), OF_RECURRENCE, OF_ACTION], ids=["finding", "recurrence", "action"])
def test_point_falls_with_its_finding(point: LearningPoint, reason: WithdrawalReason) -> None:
    falls = point is not OF_ACTION or reason in ("identifies-somebody", "consent-withdrawn", "court-order")
    assert falls_with_a_finding(point, reason) is falls
    assert with_recalls(point, {FINDING: reason}).withdrawn == (reason if falls else None)
    assert with_recalls(point, {some_id("elsewhere"): reason}) == point
