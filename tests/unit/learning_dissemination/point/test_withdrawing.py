"""Withdrawing a learning point (LD1)."""

from contracts.events.learning_dissemination import LearningPointWithdrawn
from services.learning_dissemination.domain.point.withdrawing import withdraw
from tests.builders.given import at
from tests.builders.learning_dissemination import a_point, recalled, released


def test_recall_withdraws_its_point_once() -> None:
    fact = recalled(released())
    decided = withdraw(a_point(), fact.reason, at())
    assert decided.state.withdrawn == fact.reason
    assert decided.events == (LearningPointWithdrawn(point=a_point().id, reason=fact.reason),)
    assert withdraw(decided.state, fact.reason, at()).events == ()
