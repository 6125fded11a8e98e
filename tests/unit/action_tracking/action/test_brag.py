"""The BRAG colour of an action is computed (AT4)."""

from datetime import date

import pytest

from contracts.vocabulary.actions import Brag, RecheckResult
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.domain.action.judging import judge_action
from services.action_tracking.domain.action.rechecking import RecordRecheck, record_recheck
from services.action_tracking.domain.action.reporting import ReportProgress, report_progress
from services.action_tracking.domain.action.state import Action
from tests.builders.action_tracking import CHAIR, POLICE_LEAD, REJECT, accepted, an_action, at, completed
from tests.builders.given import CLOSED


def progressed(percent: int, blocked_by: str | None = None) -> Action:
    return report_progress(an_action(), ReportProgress(percent=percent, blocked_by=blocked_by), at(who=POLICE_LEAD)).state


def sustained() -> Action:
    held = RecordRecheck(result=RecheckResult.SUSTAINED, measured="9 of 10", new_starters_know=True)
    return record_recheck(accepted(), held, at(date(2027, 1, 12), CHAIR)).state


REJECTED = judge_action(completed(), REJECT, at(who=CHAIR)).state

CASES = [
    ("agreed, due in months", an_action(), "2026-01-13", Brag.GREEN),
    ("eleven working days before, nothing done", an_action(), "2026-03-25", Brag.GREEN),
    ("ten working days before, nothing done", an_action(), "2026-03-26", Brag.AMBER),
    ("ten working days before, 49 %", progressed(49), "2026-03-26", Brag.AMBER),
    ("ten working days before, 50 %", progressed(50), "2026-03-26", Brag.GREEN),
    ("on the due date, nearly done", progressed(90), "2026-04-13", Brag.GREEN),
    ("the day after, nearly done", progressed(90), "2026-04-14", Brag.RED),
    ("blocked, due in months", progressed(90, "A contract"), "2026-01-13", Brag.AMBER),
    ("blocked past due", progressed(90, "A contract"), "2026-04-14", Brag.RED),
    ("awaiting judgement past due", completed(), "2026-05-01", Brag.GREEN),
    ("evidence rejected", REJECTED, "2026-01-13", Brag.RED),
    ("completed again after a rejection", completed(REJECTED), "2026-01-13", Brag.GREEN),
    ("accepted", accepted(), "2026-04-12", Brag.GREEN),
    ("accepted, re-check not done", accepted(), "2026-04-13", Brag.RED),
    ("sustained", sustained(), "2030-01-01", Brag.BLUE),
]


@pytest.mark.parametrize(("action", "today", "colour"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_colour_follows_from_the_action_and_the_day(action: Action, today: str, colour: Brag) -> None:
    assert brag(action, date.fromisoformat(today), CLOSED) is colour
