"""Events that a service believes (docs/decisions/0038-events-are-believed-from-their-owner.md)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from contracts.events.catalogue import publisher
from contracts.events.envelope import Received, number_of
from contracts.events.event import Event
from contracts.events.origin import Known, disbelieved, unknown_agencies
from services.chassis.privacy.reasons import SafeFault
from services.chassis.room.room import NewerEdition, Room
from services.chassis.store import sources

FAR_AHEAD = "the sequence is far ahead of all that was heard: a retry by its id believes it, a discard does not"
FIRST_INCARNATIONS = 9
"""The highest incarnation that is believed of a service from which nothing was heard yet."""


class NotBelieved(SafeFault):
    """The event does not come from its owner, or names something that the settings do not know."""


class FarAhead(SafeFault):
    """The sequence is further ahead of what was heard than a service can be. A person decides if it is believed."""

    def __init__(self) -> None:
        super().__init__(FAR_AHEAD)


@dataclass(frozen=True)
class Trust:
    """The surroundings that every event of an inbox must fit."""

    owner: Callable[[str], str] = str
    """Returns the service that owns a topic."""
    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The public addresses of each service, earlier ones included."""
    ahead: timedelta = timedelta(days=1)
    """The time by which an event may be ahead of the domain clock."""
    gap: int = 5000
    """The events of one aggregate that a document may not have heard of between two that it hears."""

    def check(self, topic: str, received: Received[Event], room: Room) -> None:
        """Raises NotBelieved, or NewerEdition if the settings of the sender are newer than those here."""
        envelope, event = received.envelope, received.event
        known = Known(room.framework.partnership.code, self.owner(topic), self.addresses, room.now() + self.ahead)
        if reasons := disbelieved(envelope, event, known):
            raise NotBelieved("; ".join(reasons))
        if unknown_agencies(event, room.agencies):
            if envelope.edition > max(room.framework.edition, *room.editions):
                raise NewerEdition(publisher(type(event)))
            raise NotBelieved("an agency is not in the settings")

    def leaps(self, heard: str, sequence: str) -> bool:
        """Returns true if a sequence is too many events ahead of the last that a document heard, or of none."""
        return number_of(sequence)[1] - (number_of(heard)[1] if heard else 0) > self.gap


class Incarnations:
    """The highest incarnation of each service that was believed, with a copy in memory."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.seen: dict[str, int] = {}

    async def check(self, received: Received[Event]) -> None:
        """Raises FarAhead if the incarnation is more than one restore ahead of all that was heard from its service."""
        service, incarnation = _of(received)
        if incarnation <= self.seen.get(service, 0):
            return
        known = await sources.incarnation_of(self.room.store, service)
        if incarnation > (FIRST_INCARNATIONS if known is None else known + 1):
            raise FarAhead

    async def believe(self, received: Received[Event]) -> None:
        """Remembers the incarnation of an event that took effect."""
        service, incarnation = _of(received)
        if incarnation > self.seen.get(service, 0):
            await sources.believed(self.room.store, service, incarnation)
            self.seen[service] = incarnation


def _of(received: Received[Event]) -> tuple[str, int]:
    return publisher(type(received.event)), number_of(received.envelope.sequence)[0]
