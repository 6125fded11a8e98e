"""Blue, red, amber, green: computed, never stored (AT4, domain.md 7c)."""

from collections.abc import Container
from datetime import date

from contracts.vocabulary.actions import ActionStatus, Brag, Judgement
from services.action_tracking.domain.action import UNDER_WAY, Action
from services.chassis.rules.calendar import working_days_after

SOON = 10
"""Working days before the due date from which less than half done is a warning."""
HALF = 50


def brag(action: Action, today: date, closed: Container[date]) -> Brag:
    """Blue: the change has lasted. Red: past its due date (that of a re-check too), blocked or not, or its evidence was
    rejected. Amber: blocked, or due soon with less than half done. Else green."""
    if action.status is ActionStatus.SUSTAINED:
        return Brag.BLUE
    if _late(action, today) or _rejected(action):
        return Brag.RED
    return Brag.AMBER if _at_risk(action, today, closed) else Brag.GREEN


def _late(action: Action, today: date) -> bool:
    return action.clock_due is not None and today > action.clock_due


def _rejected(action: Action) -> bool:
    judgements = action.epoch.judgements
    return action.status in UNDER_WAY and bool(judgements) and judgements[-1].judgement is Judgement.REJECTED


def _at_risk(action: Action, today: date, closed: Container[date]) -> bool:
    if action.status not in UNDER_WAY:
        return False
    soon = working_days_after(action.epoch.due, today, closed) >= -SOON
    return action.blocked_by is not None or (soon and action.percent < HALF)
