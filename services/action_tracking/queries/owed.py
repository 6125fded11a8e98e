"""Everything that an agency owes, with its age (AT8)."""

from pydantic import BaseModel

from contracts.vocabulary.actions import Asked, Brag
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.kinds import ACTION, OBLIGATION
from services.action_tracking.queries.actions import ActionShown, action_shown
from services.action_tracking.queries.obligations import ObligationShown, obligation_shown
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor

UNFINISHED = frozenset({Asked.DO_ACTION.value, Asked.OFFER_RECHECK.value})
"""The steps of an agency in an action."""


class Owed(BaseModel):
    """The open obligations and unfinished actions of an agency, the oldest first, with the age of the oldest.

    What waits for those who decide is not owed by the agency.
    """

    obligations: tuple[ObligationShown, ...]
    actions: tuple[ActionShown, ...]
    oldest_days: int


async def owed(room: Room, actor: Actor, colour: Brag | None = None) -> Owed:
    """Returns what the actor's agency owes, and those that it took over.

    With a colour, returns only the actions of that colour.
    """
    given, reader = given_to(room, actor), Reader(actor)
    waiting = await read_all(room, OBLIGATION, reader, {"agency": actor.agencies, "asks": Asked.ANSWER_FINDING.value})
    unfinished = await read_all(room, ACTION, reader, {"agency": actor.agencies, "asks": UNFINISHED})
    actions = [each for each in unfinished if colour in (None, brag(each, given))]
    waiting.sort(key=lambda each: (each.opened_at, each.id))
    actions.sort(key=lambda each: (each.proposed_at, each.id))
    ages = [given.now - each.opened_at for each in waiting] + [given.now - each.proposed_at for each in actions]
    return Owed(
        obligations=tuple(obligation_shown(each, given) for each in waiting),
        actions=tuple(action_shown(action, given) for action in actions),
        oldest_days=max((age.days for age in ages), default=0),
    )
