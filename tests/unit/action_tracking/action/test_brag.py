"""The BRAG colour of an action is computed (AT4)."""

from datetime import date

import pytest

from contracts.vocabulary.actions import Brag, Effectiveness, Judgement
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.domain.action.judging import JudgeAction
from services.action_tracking.domain.action.reporting import ReportProgress, report_progress
from services.action_tracking.domain.action.state import Action
from tests.builders.action_tracking import (
    CHAIR,
    POLICE_LEAD,
    REJECT,
    accepted,
    an_action,
    at,
    completed,
    judged,
    offered,
    rechecked,
)
from tests.builders.given import FRAMEWORK

MORE = JudgeAction(judgement=Judgement.MORE_EVIDENCE, why="Too short.", effectiveness=Effectiveness.TOO_EARLY)


def progressed(percent: int, blocked_by: str | None = None, on: str = "2026-01-12") -> Action:
    command = ReportProgress(percent=percent, blocked_by=blocked_by)
    return report_progress(an_action(), command, at(date.fromisoformat(on), POLICE_LEAD)).state


REJECTED = judged(completed(), REJECT, at(who=CHAIR)).state
SENT_BACK = judged(completed(), MORE, at(date(2026, 5, 1), CHAIR)).state

CASES = [
    ("agreed, due in months", an_action(), "2026-01-13", Brag.GREEN),
    ("19 working days without news", an_action(), "2026-02-06", Brag.GREEN),
    ("20 working days without news", an_action(), "2026-02-09", Brag.AMBER),
    ("news since", progressed(10, on="2026-02-09"), "2026-02-09", Brag.GREEN),
    ("eleven working days before, 49 %", progressed(49, on="2026-03-20"), "2026-03-25", Brag.GREEN),
    ("ten working days before, 49 %", progressed(49, on="2026-03-20"), "2026-03-26", Brag.AMBER),
    ("ten working days before, 50 %", progressed(50, on="2026-03-20"), "2026-03-26", Brag.GREEN),
    ("on the due date, nearly done", progressed(90, on="2026-03-20"), "2026-04-13", Brag.GREEN),
    ("the day after, nearly done", progressed(90, on="2026-03-20"), "2026-04-14", Brag.RED),
    ("blocked, due in months", progressed(90, "A contract"), "2026-01-13", Brag.AMBER),
    ("blocked past due", progressed(90, "A contract"), "2026-04-14", Brag.RED),
    ("awaiting judgement in time", completed(), "2026-01-26", Brag.GREEN),
    ("awaiting judgement past the time to judge", completed(), "2026-01-27", Brag.AMBER),
    ("awaiting judgement, the day before the top of the ladder", completed(), "2026-02-20", Brag.AMBER),
    ("awaiting judgement at the top of the ladder", completed(), "2026-02-23", Brag.RED),
    ("evidence rejected", REJECTED, "2026-01-13", Brag.RED),
    ("sent back for more, with a new date", SENT_BACK, "2026-05-06", Brag.GREEN),
    ("completed again after a rejection", completed(REJECTED), "2026-01-13", Brag.GREEN),
    ("accepted", accepted(), "2026-04-12", Brag.GREEN),
    ("accepted, measure not offered", accepted(), "2026-04-13", Brag.RED),
    ("accepted, measure not recorded in time", offered(accepted(), date(2026, 4, 13)), "2026-04-28", Brag.AMBER),
    ("sustained", rechecked(accepted(), date(2027, 1, 12)), "2030-01-01", Brag.BLUE),
]


@pytest.mark.parametrize(("action", "today", "colour"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_colour_follows_from_the_action_and_the_day(action: Action, today: str, colour: Brag) -> None:
    assert brag(action, at(date.fromisoformat(today))) is colour


def test_thresholds_are_those_of_the_settings() -> None:
    rules = FRAMEWORK.brag.model_copy(update={"soon_days": 5, "half_percent": 20, "quiet_days": 99})
    given = at(date(2026, 3, 26), brag=rules)
    assert brag(an_action(), given) is Brag.GREEN
    assert brag(progressed(19), at(date(2026, 4, 2), brag=rules)) is Brag.AMBER
    assert brag(progressed(20), at(date(2026, 4, 2), brag=rules)) is Brag.GREEN
