"""The projection of actions (RR4). An action is overdue if it is late and its owner has the next step."""

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
        ([LATE, DONE, judged(Judgement.REJECTED)], False),
        ([LATE, DONE, judged(Judgement.MORE_EVIDENCE)], False),
        ([LATE, DONE, judged(Judgement.MORE_EVIDENCE), LATE], True),
        ([LATE, DONE, judged(Judgement.MORE_EVIDENCE), DONE], False),
        ([DONE, judged(Judgement.REJECTED)], False),
        ([DONE, judged(Judgement.REJECTED), LATE], True),
        ([LATE, ActionReopened(**{**OF, "epoch": 2}, due=date(2026, 9, 1))], False),
    ],
)
def test_action_is_overdue_when_late_and_with_its_owner(heard: list[Event], overdue: bool) -> None:  # noqa: FBT001
    state = reduce(_followed, heard, ActionProgress(id=ID))
    assert state.overdue is overdue


def _followed(state: ActionProgress, event: Event) -> ActionProgress:
    return CHANGES[type(event)](state, event)


def test_action_sent_back_has_its_new_due_date_and_was_late_once() -> None:
    sent_back = judged(Judgement.REJECTED).model_copy(update={"due": date(2026, 9, 1)})
    state = reduce(_followed, [LATE, DONE, sent_back], ActionProgress(id=ID))
    assert (state.due, state.past_due, state.rung) == (date(2026, 9, 1), True, None)
