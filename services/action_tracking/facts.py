"""Loaders of facts that several doors need."""

from collections.abc import Iterable

from contracts.vocabulary.types import Id, Reference
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.action_tracking.kinds import KNOWN_REVIEW, OBLIGATION, ROLE_HOLDER
from services.chassis.room.room import Room, state_of, states_of


async def obligations_named(room: Room, ids: Iterable[Id]) -> list[Obligation]:
    """Loads those of the named obligations that exist."""
    return list((await states_of(room, OBLIGATION, ids)).values())


async def directory(room: Room) -> list[RoleHolder]:
    """Loads every role holder."""
    return [document.state for document in await room.store.find(ROLE_HOLDER, {})]


async def review_reference(room: Room, review: Id) -> Reference | None:
    """Loads the reference of a review, if it is known here."""
    found = await state_of(room, KNOWN_REVIEW, review)
    return found.reference if found else None
