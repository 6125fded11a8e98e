"""Everything that an agency owes, with its age (AT8)."""

from pydantic import BaseModel

from services.action_tracking.domain.obligation.state import ObligationStatus
from services.action_tracking.kinds import ACTION, OBLIGATION
from services.action_tracking.queries.actions import ActionShown, action_shown
from services.action_tracking.queries.obligations import ObligationShown, obligation_shown
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor


class Owed(BaseModel):
    """The open obligations and unfinished actions of an agency, with the age of the oldest."""

    obligations: tuple[ObligationShown, ...]
    actions: tuple[ActionShown, ...]
    oldest_days: int


async def owed(room: Room, actor: Actor) -> Owed:
    """Returns what the actor's agency owes, with what came to it from agencies that have ended."""
    reader, given = Reader(actor), given_to(room, actor)
    ours = sorted(actor.agencies)
    is_open = {"status": ObligationStatus.OPEN.value}
    waiting = [each for code in ours for each in await read_all(room, OBLIGATION, reader, {"agency": code, **is_open})]
    actions = [each for code in ours for each in await read_all(room, ACTION, reader, {"agency": code})]
    unfinished = [action for action in actions if action.clock_due]
    ages = [given.now - each.opened_at for each in waiting] + [given.now - action.proposed_at for action in unfinished]
    return Owed(
        obligations=tuple(obligation_shown(each, given) for each in waiting),
        actions=tuple(action_shown(action, given) for action in unfinished),
        oldest_days=max((age.days for age in ages), default=0),
    )
