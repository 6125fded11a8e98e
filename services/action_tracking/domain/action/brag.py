"""The BRAG colour of an action: blue, red, amber or green. Computed, never stored (AT4)."""

from collections.abc import Container
from datetime import date

from contracts.vocabulary.actions import ActionStatus, Brag, Judgement
from services.action_tracking.domain.action.state import UNDER_WAY, Action
from services.chassis.rules.calendar import working_days_after

SOON = 10
"""Working days before the due date from which an action less than half done is amber."""
HALF = 50


def brag(action: Action, today: date, holidays: Container[date]) -> Brag:
    """Returns the colour today.

    Blue if the change has lasted. Red if the due date or re-check is late, or the evidence was rejected. Amber if the
    action is blocked, or due soon and less than half done. Otherwise green.
    """
    if action.status is ActionStatus.SUSTAINED:
        return Brag.BLUE
    if _late(action, today) or _rejected(action):
        return Brag.RED
    return Brag.AMBER if _at_risk(action, today, holidays) else Brag.GREEN


def _late(action: Action, today: date) -> bool:
    return action.clock_due is not None and today > action.clock_due


def _rejected(action: Action) -> bool:
    judgements = action.epoch.judgements
    return action.status in UNDER_WAY and bool(judgements) and judgements[-1].judgement is Judgement.REJECTED


def _at_risk(action: Action, today: date, holidays: Container[date]) -> bool:
    if action.status not in UNDER_WAY:
        return False
    soon = working_days_after(action.epoch.due, today, holidays) >= -SOON
    return action.blocked_by is not None or (soon and action.percent < HALF)
