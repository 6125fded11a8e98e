"""What a finding shows of the actions that answer it (RR4): overdue is what is late and waits for its owner."""

from datetime import date
from functools import reduce
from typing import Any

import pytest

from contracts.events.action_tracking import ActionCompleted, ActionJudged, ActionOverdue, ActionReopened, ActionSustained
from contracts.events.event import Event
from contracts.vocabulary.actions import Effectiveness, Judgement
from local.partnership import COUNCIL
from services.review_registry.domain.others.actions import CHANGES, ActionProgress
from tests.builders.review_registry import ID

OF: dict[str, Any] = {"action": ID, "agencies": (COUNCIL,), "epoch": 1}
LATE, DONE = ActionOverdue(**OF, due=date(2026, 6, 1)), ActionCompleted(**OF)
LASTED = ActionSustained(action=ID, epoch=1)


def judged(outcome: Judgement) -> ActionJudged:
    return ActionJudged(**OF, outcome=outcome, effectiveness=Effectiveness.TOO_EARLY)


@pytest.mark.parametrize(
    ("heard", "overdue"),
    [
        ([], False),
        ([LATE], True),
        ([LATE, DONE], False),
        ([LATE, DONE, judged(Judgement.ACCEPTED)], False),
        ([LATE, DONE, judged(Judgement.ACCEPTED), LASTED], False),
        ([LATE, DONE, judged(Judgement.REJECTED)], True),
        ([LATE, DONE, judged(Judgement.MORE_EVIDENCE)], True),
        ([LATE, DONE, judged(Judgement.MORE_EVIDENCE), DONE], False),
        ([DONE, judged(Judgement.REJECTED)], False),
        ([DONE, judged(Judgement.REJECTED), LATE], True),
        ([LATE, ActionReopened(**{**OF, "epoch": 2}, due=date(2026, 9, 1))], False),
    ],
)
def test_overdue_is_late_and_with_its_owner(heard: list[Event], overdue: bool) -> None:  # noqa: FBT001
    state = reduce(_followed, heard, ActionProgress(id=ID))
    assert state.overdue is overdue


def _followed(state: ActionProgress, event: Event) -> ActionProgress:
    return CHANGES[type(event)](state, event)
