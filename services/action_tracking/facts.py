"""Loaders of facts that several doors need."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from contracts.vocabulary.roles import DECIDER
from contracts.vocabulary.types import Id, Reference
from services.action_tracking.domain.notices.sought import (
    Keys,
    holders_sought,
    people_sought,
    sought_first,
    sought_instead,
)
from services.action_tracking.domain.notices.table import Notice
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.role_holder.state import Holding, RoleHolder
from services.action_tracking.domain.urgent_notice.recipients import insiders_sought, sought_on
from services.action_tracking.domain.urgent_notice.state import UrgentNotice
from services.action_tracking.kinds import KNOWN_REVIEW, OBLIGATION, ROLE_HOLDER
from services.chassis.room.room import Room, given_to, state_of, states_of
from services.chassis.rules.calendar import day_of
from services.chassis.store.query_keys import Span


async def obligations_named(room: Room, ids: Iterable[Id]) -> list[Obligation]:
    """Loads those of the named obligations that exist."""
    return list((await states_of(room, OBLIGATION, ids)).values())


async def deciders(room: Room) -> list[Holding]:
    """Loads those who hold a role today that decides for the partnership."""
    roles = frozenset(role for role, token in room.framework.waiting.roles.items() if token == DECIDER)
    return await _in_office(room, {"role": roles}, given_to(room).today, Holding)


async def directory_for(room: Room, asked: Iterable[Notice], at: datetime) -> list[RoleHolder]:
    """Loads the part of the directory in which these notices find their recipients at that time, in order of id."""
    day, framework, notices = day_of(at, room.framework.partnership.timezone), room.framework, list(asked)
    found = await _holders(room, holders_sought(sought_first(notices), day, framework), day)
    if instead := sought_instead(notices, list(found.values()), day, framework):
        found |= await _holders(room, holders_sought(instead, day, framework), day)
    return [found[id_] for id_ in sorted(found)]


async def directory_for_concern(room: Room, notice: UrgentNotice) -> list[RoleHolder]:
    """Loads the part of the directory in which an urgent notice finds its recipients today, in order of id."""
    day, framework = given_to(room).today, room.framework
    found = await _holders(room, [*holders_sought(sought_on(notice), day, framework), *insiders_sought(notice)], day)
    return [found[id_] for id_ in sorted(found)]


async def _holders(room: Room, sought: Iterable[Keys], day: date) -> dict[Id, RoleHolder]:
    """Returns by id the role holders with any of these keys, and the other roles of those who cannot be reached in one."""
    found = {each.id: each for keys in sought for each in await _in_office(room, keys, day, RoleHolder)}
    if people := people_sought(found.values()):
        found |= {each.id: each for each in await _in_office(room, {"person_ref": people}, day, RoleHolder)}
    return found


async def _in_office(room: Room, keys: Keys, day: date, part: type[Any]) -> list[Any]:
    """Returns the holders with these keys whose last day is not before that day."""
    in_office = {**keys, "until": Span(since=day.isoformat())}
    return [each.state for each in await room.store.find(ROLE_HOLDER, in_office, order=("until", 1), part=part)]


async def review_reference(room: Room, review: Id) -> Reference | None:
    """Loads the reference of a review, if it is known here."""
    found = await state_of(room, KNOWN_REVIEW, review)
    return found.reference if found else None
