"""Everything that an agency owes, with its age (AT8)."""

from collections.abc import Iterable

from pydantic import BaseModel

from contracts.vocabulary.actions import Asked, Brag
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.action.waiting import waiting_of as action_waits
from services.action_tracking.domain.obligation.state import Obligation, ObligationStatus
from services.action_tracking.domain.obligation.waiting import waiting_of as obligation_waits
from services.action_tracking.kinds import ACTION, OBLIGATION
from services.action_tracking.queries.actions import ActionShown, action_shown
from services.action_tracking.queries.obligations import ObligationShown, obligation_shown
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor


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
    given = given_to(room, actor)
    waiting = [
        each
        for each in await obligations_of(room, actor, sorted(actor.agencies))
        if (step := obligation_waits(each, given)) and not step.decides
    ]
    actions = [
        each
        for each in await actions_of(room, actor, sorted(actor.agencies), (Asked.DO_ACTION, Asked.OFFER_RECHECK))
        if (step := action_waits(each, given)) and not step.decides and colour in (None, brag(each, given))
    ]
    waiting.sort(key=lambda each: (each.opened_at, each.id))
    actions.sort(key=lambda each: (each.proposed_at, each.id))
    ages = [given.now - each.opened_at for each in waiting] + [given.now - each.proposed_at for each in actions]
    return Owed(
        obligations=tuple(obligation_shown(each, given) for each in waiting),
        actions=tuple(action_shown(action, given) for action in actions),
        oldest_days=max((age.days for age in ages), default=0),
    )


async def obligations_of(room: Room, actor: Actor, agencies: Iterable[str] | None) -> list[Obligation]:
    """Returns the open obligations of these agencies that the person may know of. Without agencies, of all."""
    keys = [{"agency": each} for each in agencies] if agencies is not None else [{}]
    asked = [key | {"status": ObligationStatus.OPEN.value} for key in keys]
    return [state for key in asked for state in await read_all(room, OBLIGATION, Reader(actor), key)]


async def actions_of(
    room: Room, actor: Actor, agencies: Iterable[str] | None, steps: Iterable[Asked] = tuple(Asked)
) -> list[Action]:
    """Returns the actions that these agencies own, that wait for one of these steps, and that the person may know of.

    Without agencies, of all.
    """
    keys = [{"agency": each} for each in agencies] if agencies is not None else [{}]
    asked = [key | {"asks": step.value} for step in steps for key in keys]
    return [state for key in asked for state in await read_all(room, ACTION, Reader(actor), key)]
