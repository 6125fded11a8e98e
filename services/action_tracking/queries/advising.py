"""Advice on how actions are written, with the facts that it needs: for an action, and for a draft that is not saved (AT2)."""

from collections.abc import Iterable

from pydantic import BaseModel

from contracts.vocabulary.actions import ActionStatus, Strength
from contracts.vocabulary.types import Id
from services.action_tracking.domain.action.lint import Advice, Circumstances, advice
from services.action_tracking.domain.action.proposal import follow_up_ends, gravest
from services.action_tracking.domain.action.proposing import ProposeAction, propose_action
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.facts import obligations_named
from services.action_tracking.kinds import ACTION, OBLIGATION
from services.action_tracking.queries.actions import ActionAdvised, action_shown
from services.chassis.room.reading import Reader, read_among, totals_belonging
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor, Reason, Refused, derived


class Wrong(BaseModel):
    """A reason for which the draft would be refused."""

    code: str
    message: str
    path: str


class Tried(BaseModel):
    """What would happen to a draft, and advice on how it is written. `alone` is true if the agency would agree it alone."""

    errors: tuple[Wrong, ...]
    advice: tuple[Advice, ...]
    alone: bool


async def advised(room: Room, action: Action, actor: Actor) -> ActionAdvised:
    """Returns an action that was read already, with advice on how it is written."""
    given = given_to(room, actor)
    facts = Circumstances(
        priority=action.priority,
        gravest=gravest(await obligations_named(room, action.obligations)),
        due=action.epoch.due,
        follow_up=action.follow_up,
        beside=await _beside(room, action.findings),
    )
    return ActionAdvised(**dict(action_shown(action, given)), advice=advice(action, facts))


async def tried(room: Room, draft: ProposeAction, actor: Actor) -> Tried:
    """Returns what would happen if the actor proposed this, without saving anything.

    Advice looks only at obligations that the actor may know of.
    """
    given = given_to(room, actor, derived("draft", actor.agency, actor.person_ref))
    alone, errors = False, list[Reason]()
    try:
        action = propose_action(None, draft, given, await obligations_named(room, draft.obligations)).state
        alone = action.agreed_at is not None
    except Refused as refused:
        errors = list(refused.reasons)
    known: list[Obligation] = list((await read_among(room, OBLIGATION, draft.obligations, Reader(actor))).values())
    facts = Circumstances(
        priority=draft.priority or gravest(known),
        gravest=gravest(known),
        due=draft.due,
        follow_up=follow_up_ends(known, room.framework),
        beside=await _beside(room, [each.finding for each in known]),
    )
    wrong = tuple(Wrong(code=each.code, message=each.message, path=each.path) for each in errors)
    return Tried(errors=wrong, advice=advice(draft, facts), alone=alone)


async def _beside(room: Room, findings: Iterable[Id]) -> tuple[Strength, ...]:
    """Returns each strength of the actions for these findings, counted by the store."""
    found = await totals_belonging(room, ACTION, {"findings": frozenset(findings)}, by=("strength", "status"))
    return tuple({Strength(strength) for strength, status in found if status != ActionStatus.ENDED})
