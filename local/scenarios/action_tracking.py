"""The events of actions as other services read them: an agreement, then one re-check after another."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from contracts.events.action_tracking import ActionAgreed, RecheckRecorded
from contracts.vocabulary.actions import RecheckResult, Strength
from local.partnership import POLICE, PREFIX
from local.wire import Wire, wire

TRACKING = "action-tracking"


def new_actions(count: int) -> list[str]:
    return [str(uuid4()) for _ in range(count)]


def agreed(action: str) -> Wire:
    """Returns the first event of an action."""
    event = ActionAgreed(
        action=action,
        reference=f"{PREFIX}-2026-K7Q4",
        findings=(str(uuid4()),),
        obligations=(),
        themes=("neglect",),
        strength=Strength.INTERMEDIATE,
        agency=POLICE,
        agencies=(POLICE,),
        due=date(2026, 6, 1),
        epoch=1,
    )
    return wire(event, action, 1)


def rechecked(action: str, recheck: int) -> Wire:
    """Returns a later event. The n-th re-check is number n + 1."""
    return wire(RecheckRecorded(action=action, epoch=1, recheck=recheck, result=RecheckResult.PARTLY), action, recheck + 1)


def life(action: str, rechecks: int) -> list[Wire]:
    return [agreed(action), *(rechecked(action, number) for number in range(1, rechecks + 1))]


def lives(actions: Sequence[str], rechecks: int) -> list[Wire]:
    """Returns the events of all actions side by side, as they would arrive."""
    return [record for together in zip(*(life(action, rechecks) for action in actions), strict=True) for record in together]
