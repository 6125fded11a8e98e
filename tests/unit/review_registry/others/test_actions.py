"""The projection of actions (RR4). An action is overdue if it is late and its owner has the next step."""

from datetime import date
from functools import reduce
from typing import Any

import pytest

from contracts.events.action_tracking import (
    ActionCompleted,
    ActionJudged,
    ActionOverdue,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
    RecheckRecorded,
)
from contracts.events.event import Event
from contracts.vocabulary.actions import ActionStatus, Brag, Effectiveness, Judgement, RecheckResult
from local.partnership import COUNCIL
from services.review_registry.domain.others.actions import CHANGES, ActionProgress
from tests.builders.review_registry import ID

OF: dict[str, Any] = {"action": ID, "agencies": (COUNCIL,), "epoch": 1}
LATE, DONE = ActionOverdue(**OF, due=date(2026, 6, 1)), ActionCompleted(**OF)
GOING = ActionProgressed(action=ID, epoch=1, status=ActionStatus.IN_PROGRESS, brag=Brag.GREEN)
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


@pytest.mark.parametrize(
    ("heard", "colour"),
    [
        ([GOING, LATE], Brag.RED),
        ([GOING, LATE, DONE], Brag.GREEN),
        ([LATE, DONE, judged(Judgement.ACCEPTED)], Brag.GREEN),
        ([LATE, DONE, judged(Judgement.MORE_EVIDENCE)], Brag.GREEN),
        ([DONE, judged(Judgement.REJECTED)], Brag.RED),
        ([GOING, LATE, ActionReopened(**{**OF, "epoch": 2}, due=date(2026, 9, 1))], Brag.GREEN),
        ([LASTED], Brag.BLUE),
    ],
)
def test_overdue_action_is_red_whatever_was_reported(heard: list[Event], colour: Brag) -> None:
    assert reduce(_followed, heard, ActionProgress(id=ID)).brag is colour


def test_rejected_action_is_in_progress_again_as_in_action_tracking() -> None:
    state = reduce(_followed, [DONE, judged(Judgement.REJECTED)], ActionProgress(id=ID))
    assert (state.status, state.outcome) == (ActionStatus.IN_PROGRESS, Judgement.REJECTED)


def test_recheck_keeps_the_months_at_which_the_change_held() -> None:
    recorded = RecheckRecorded(action=ID, epoch=1, recheck=1, result=RecheckResult.SUSTAINED, months=(3, 6))
    assert [each.months for each in _followed(ActionProgress(id=ID), recorded).rechecks] == [(3, 6)]


def _followed(state: ActionProgress, event: Event) -> ActionProgress:
    return CHANGES[type(event)](state, event)


def test_action_sent_back_has_its_new_due_date_and_was_late_once() -> None:
    sent_back = judged(Judgement.REJECTED).model_copy(update={"due": date(2026, 9, 1)})
    state = reduce(_followed, [LATE, DONE, sent_back], ActionProgress(id=ID))
    assert (state.due, state.past_due, state.rung) == (date(2026, 9, 1), True, None)
