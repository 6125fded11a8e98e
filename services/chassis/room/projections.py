"""Projections: what a service keeps of other services' facts, in documents of their own."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.envelope import Received
from contracts.events.event import Event
from services.chassis.room.room import Room
from services.chassis.room.tables import Effect, Reaction
from services.chassis.rules.decisions import Decided, Given
from services.chassis.store.kinds import Kind

Changes = Mapping[type[Event], Callable[[Any, Any], Any]]
"""For each event, the state after it: `change(state, event)`."""


def project(
    kind: Kind, changes: Changes, id_of: Callable[[Any], str], new: Callable[[str, Any], Any]
) -> dict[type[Event], Reaction]:
    """Returns the reactions that keep one projection, a row for each event of `changes`.

    `id_of(event)` names the document. `new(id, event)` gives the state before the first event that is heard of it.
    """

    async def follow(received: Received[Any], room: Room) -> list[Effect]:
        event = received.event

        def decide(state: Any, given: Given) -> Decided[Any]:
            return Decided(changes[type(event)](new(given.id, event) if state is None else state, event))

        return [Effect(kind, id_of(event), decide, creates=True)]

    return dict.fromkeys(changes, follow)
