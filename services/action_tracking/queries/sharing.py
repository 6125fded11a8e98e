"""The actions of a review, as the agencies in its scope share them (AT8)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.actions import ActionStatus, Brag
from contracts.vocabulary.types import Code, Id, Reference
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.kinds import ACTION
from services.chassis.room.reading import belonging
from services.chassis.room.room import Room, given_to

AGREED = frozenset(each.value for each in ActionStatus if each not in (ActionStatus.PROPOSED, ActionStatus.ENDED))
"""Statuses of actions that were agreed. A proposal that is not agreed ends."""


class ActionShared(BaseModel):
    """An action as every agency in scope sees it. Evidence, judgement and rung are for its owner and the partnership."""

    reference: Reference
    agency: Code
    statement: str
    due: date
    status: ActionStatus
    brag: Brag


async def shared_plan(room: Room, review: Id) -> list[ActionShared]:
    """Returns the agreed actions of a review that was read already, in order of due date."""
    given, asked = given_to(room), {"reviews": review, "status": AGREED}
    shown = [
        ActionShared(
            reference=each.reference,
            agency=each.owner.agency,
            statement=each.statement,
            due=each.epoch.due,
            status=each.status,
            brag=brag(each, given),
        )
        for each in await belonging(room, ACTION, asked)
    ]
    return sorted(shown, key=lambda each: (each.due, each.reference))
