"""What waits for a person: who has to do what, since when and by when, the oldest first (AT4, AT8)."""

from collections.abc import Sequence

from contracts.vocabulary.actions import Asked, Brag
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import AGENCY_LEAD, CONTRIBUTOR, PARTNERSHIP
from contracts.vocabulary.types import Code, Id, Link, Reference
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.domain.action.deciding import decider_reasons as action_reasons
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.action.waiting import waiting_of as action_waits
from services.action_tracking.domain.obligation.deciding import decider_reasons as obligation_reasons
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.obligation.waiting import waiting_of as obligation_waits
from services.action_tracking.domain.people import acts_for_partnership
from services.action_tracking.domain.waiting import Waiting
from services.action_tracking.facts import directory, review_reference
from services.action_tracking.queries.owed import actions_of, obligations_of
from services.action_tracking.queries.waits import WaitsShown, step_shown
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor, Given, Reason


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

    An agency sees its own steps, deciders and the scrutineer those that they may decide. The business unit sees its own, all
    decisions, and whatever is late.
    """
    given, holders = given_to(room, actor), await directory(room)
    agencies = None if agency is None else [agency]
    found: list[WaitingShown] = []
    for action in await actions_of(room, actor, agencies):
        step = action_waits(action, given)
        if step and asks in (None, step.asks) and _is_asked(step, action_reasons(action, given, holders), given):
            found.append(_action(action, step, given))
    for obligation in await obligations_of(room, actor, agencies):
        step = obligation_waits(obligation, given)
        if step and asks in (None, step.asks) and _is_asked(step, obligation_reasons(obligation, given, holders), given):
            found.append(_obligation(obligation, step, await review_reference(room, obligation.review), given))
    wanted = [each for each in found if colour in (None, each.brag)]
    return sorted(wanted, key=lambda each: (each.since, each.about))


def _is_asked(step: Waiting, refused: Sequence[Reason], given: Given) -> bool:
    """Returns true if the step is one that the person takes, or has to see to. `refused` says why they may not decide."""
    actor = given.actor
    if acts_for_partnership(actor):
        return step.decides or step.agency == PARTNERSHIP or given.today > step.due
    if step.decides:
        return not refused
    return actor.acts_for(step.agency) and actor.holds(AGENCY_LEAD, CONTRIBUTOR)


def _action(action: Action, step: Waiting, given: Given) -> WaitingShown:
    return WaitingShown(
        **dict(step_shown(step, action.chased, given)),
        about=action.id,
        reference=action.reference,
        agency=action.owner.agency,
        priority=action.priority,
        brag=brag(action, given),
        link=f"{given.url}/actions/{action.id}",
    )


def _obligation(obligation: Obligation, step: Waiting, reference: Reference | None, given: Given) -> WaitingShown:
    return WaitingShown(
        **dict(step_shown(step, obligation.chased, given)),
        about=obligation.id,
        reference=reference,
        agency=obligation.agency,
        priority=obligation.priority,
        brag=None,
        link=f"{given.url}/obligations/{obligation.id}",
    )
