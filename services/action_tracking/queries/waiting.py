"""What waits for a person: who has to do what, since when and by when, the oldest first (AT4, AT8)."""

from collections.abc import Collection, Sequence
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary.actions import Asked, Brag
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import AGENCY_LEAD, CONTRIBUTOR, PARTNERSHIP, SCRUTINEER
from contracts.vocabulary.types import Code, Id, Link, Reference
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.domain.action.deciding import decider_reasons as action_reasons
from services.action_tracking.domain.action.guards import reporter_reasons
from services.action_tracking.domain.action.head import ActionHead
from services.action_tracking.domain.action.waiting import waiting_of as action_waits
from services.action_tracking.domain.obligation.deciding import decider_reasons as obligation_reasons
from services.action_tracking.domain.obligation.head import ObligationHead
from services.action_tracking.domain.obligation.waiting import waiting_of as obligation_waits
from services.action_tracking.domain.people import acts_for_partnership, is_lead_of
from services.action_tracking.domain.role_holder.state import Holding
from services.action_tracking.domain.waiting import Waiting
from services.action_tracking.facts import deciders
from services.action_tracking.kinds import ACTION, OBLIGATION
from services.action_tracking.queries.shares import Share, keys_of, narrowed, shares
from services.action_tracking.queries.waits import WaitsShown, step_shown
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor, Given
from services.chassis.store.kinds import Kind


class WaitingShown(WaitsShown):
    """An obligation or an action that waits for the person who asks."""

    about: Id
    reference: Reference | None
    """The action's reference, else the review's."""
    agency: Code
    """The agency that owes or owns it."""
    priority: Priority
    brag: Brag | None
    """None for an obligation."""
    link: Link


async def waiting_for(
    room: Room, actor: Actor, *, asks: Asked | None = None, agency: Code | None = None, colour: Brag | None = None
) -> list[WaitingShown]:
    """Returns what waits for the person, the oldest first, with the filters given.

    An agency's lead sees its steps, a contributor those of actions that name them, and deciders and the scrutineer those that
    they may decide. The business unit sees its own, all decisions, and everything late.
    """
    given, holders = given_to(room, actor), await deciders(room) if actor.holds(SCRUTINEER) else []
    own = [narrowed(each, [asks] if asks else list(Asked), agency) for each in shares(actor, room.agencies)]
    parts = [each for each in own if each]
    found: list[WaitingShown] = []
    for action in await _found(room, ACTION, ActionHead, "due", parts, given):
        step = action_waits(action, given)
        if step and (_sees_to(step, given) or _takes(step, action, given, holders)):
            found.append(_action(action, step, given))
    for obligation in await _found(room, OBLIGATION, ObligationHead, "by", [each for each in parts if not each.named], given):
        step = obligation_waits(obligation, given)
        if step and (_sees_to(step, given) or _answers(step, obligation, given, holders)):
            found.append(_obligation(obligation, step, given))
    wanted = [each for each in found if colour in (None, each.brag)]
    return sorted(wanted, key=lambda each: (each.since, each.about))


async def _found(room: Room, kind: Kind, head: type[BaseModel], due: str, parts: Collection[Share], given: Given) -> list[Any]:
    """Returns the heads of a kind in these parts, each once. `due` is the kind's order of due dates."""
    found: dict[Id, Any] = {}
    for part in parts:
        keys, order = keys_of(part, due, given.today), (due, 1) if part.late else None
        for state in await read_all(room, kind, Reader(given.actor), keys, order=order, part=head):
            found[state.id] = state
    return list(found.values())


def _sees_to(step: Waiting, given: Given) -> bool:
    """Returns true for the business unit, of what it owes itself, what is to be decided, and what is late."""
    return acts_for_partnership(given.actor) and (step.decides or step.agency == PARTNERSHIP or given.today > step.due)


def _takes(step: Waiting, action: ActionHead, given: Given, holders: Sequence[Holding]) -> bool:
    """Returns true if the person takes the step of an action: decides on it, or reports on it for its agency."""
    if step.decides:
        return not action_reasons(action, given, holders)
    reports = given.actor.holds(AGENCY_LEAD, CONTRIBUTOR) and step.agency != PARTNERSHIP
    return reports and not reporter_reasons(action, given.actor)


def _answers(step: Waiting, obligation: ObligationHead, given: Given, holders: Sequence[Holding]) -> bool:
    """Returns true if the person takes the step of an obligation: decides on it, or answers it as the agency's lead."""
    if step.decides:
        return not obligation_reasons(obligation, given, holders)
    return is_lead_of(step.agency, given.actor)


def _action(action: ActionHead, step: Waiting, given: Given) -> WaitingShown:
    return WaitingShown(
        **dict(step_shown(step, action.chased, given)),
        about=action.id,
        reference=action.reference,
        agency=action.owner.agency,
        priority=action.priority,
        brag=brag(action, given),
        link=f"{given.url}/actions/{action.id}",
    )


def _obligation(obligation: ObligationHead, step: Waiting, given: Given) -> WaitingShown:
    return WaitingShown(
        **dict(step_shown(step, obligation.chased, given)),
        about=obligation.id,
        reference=obligation.reference,
        agency=obligation.agency,
        priority=obligation.priority,
        brag=None,
        link=f"{given.url}/obligations/{obligation.id}",
    )
