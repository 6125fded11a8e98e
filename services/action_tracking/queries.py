"""What people read of action tracking (AT5, AT8), straight from the store."""

from datetime import date, datetime

from pydantic import BaseModel

from contracts.vocabulary.actions import Brag
from contracts.vocabulary.types import Code, Id, PersonRef
from services.action_tracking.commands import ACTION, OBLIGATION, ROLE_HOLDER
from services.action_tracking.domain.action import Action
from services.action_tracking.domain.brag import brag
from services.action_tracking.domain.lint import Advice, advice
from services.action_tracking.domain.obligation import Obligation, ObligationStatus
from services.action_tracking.domain.role_holder import RoleHolder
from services.chassis.http.views import Views
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given


class ActionShown(Action):
    """An action with its BRAG today, and what could make it better (advice, never a refusal)."""

    brag: Brag
    advice: tuple[Advice, ...]


class RoleHolderShown(BaseModel):
    """Who holds a role; whether they can be reached, never how."""

    id: Id
    role: Code
    agency: Code
    person_ref: PersonRef
    from_day: date
    to_day: date | None
    deputy_ref: PersonRef | None
    reachable: bool


class Owed(BaseModel):
    """Everything that an agency owes, with its age (AT8)."""

    obligations: tuple[Obligation, ...]
    actions: tuple[ActionShown, ...]
    oldest_days: int


class TimelineLine(BaseModel):
    """Who did what, when; and the epoch that it was in."""

    at: datetime
    command: str
    epoch: int
    status: Code
    roles: list[str]
    agency: str
    person_ref: str
    events: list[str]


def action_shown(action: Action, given: Given) -> ActionShown:
    return ActionShown(**dict(action), brag=brag(action, given.today, given.holidays), advice=advice(action))


def obligation_shown(obligation: Obligation, given: Given) -> Obligation:
    return obligation


def role_holder_shown(holder: RoleHolder, given: Given | None = None) -> RoleHolderShown:
    kept = {name: value for name, value in holder if name != "address"}
    return RoleHolderShown(**kept, reachable=holder.address is not None)


VIEWS: Views = {
    ACTION.name: (ActionShown, action_shown),
    OBLIGATION.name: (Obligation, obligation_shown),
    ROLE_HOLDER.name: (RoleHolderShown, role_holder_shown),
}


async def owed(room: Room, agency: str, given: Given) -> Owed:
    """The agency's open obligations and the actions that it has not yet brought to lasting change."""
    found = await room.store.find(OBLIGATION, {"agency": agency, "status": ObligationStatus.OPEN.value})
    actions = [each.state for each in await room.store.find(ACTION, {"agency": agency})]
    unfinished = [action for action in actions if action.clock_due]
    ages = [given.now - each.state.opened_at for each in found] + [given.now - action.agreed_at for action in unfinished]
    return Owed(
        obligations=tuple(each.state for each in found),
        actions=tuple(action_shown(action, given) for action in unfinished),
        oldest_days=max((age.days for age in ages), default=0),
    )


async def timeline(room: Room, id_: str) -> list[TimelineLine]:
    """Everything that happened to an action, through all its epochs."""
    return [
        TimelineLine(
            at=entry["at"],
            command=entry["command"],
            epoch=len(entry["state"]["epochs"]),
            status=entry["state"]["status"],
            events=[event["headers"]["ce_type"] for event in entry["events"]],
            **entry["by"],
        )
        for entry in await room.store.past({"aggregate": id_})
    ]
