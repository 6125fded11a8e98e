"""Counting a flood in memory, so that forms which a rate refuses cannot wear out the store (FC3)."""

from services.chassis.room.room import Room
from services.feedback_capture.commands.concern import gathered
from services.feedback_capture.domain.concern.gathering import REFUSED, hour_of


class Flood:
    """Refused answers at risk, once their concern holds all the words that it keeps.

    The sweep saves their number. A process that is killed loses the number of the last seconds, and no words.
    """

    def __init__(self) -> None:
        self._hour = ""
        self._more = 0
        self._why: tuple[str, ...] = ()

    def begin(self, room: Room) -> None:
        """Notes that the concern of this hour keeps no more words."""
        self._hour = hour_of(room.now())

    def rises(self, room: Room) -> bool:
        """Returns true if the concern of this hour keeps no more words."""
        return self._hour == hour_of(room.now())

    def count(self, why: tuple[str, ...]) -> None:
        self._more += 1
        self._why = tuple(dict.fromkeys((*self._why, *why)))

    async def save(self, room: Room) -> None:
        """Saves what was counted since the last time, if anything was."""
        more, self._more = self._more, 0
        if more:
            try:
                await gathered(room, REFUSED, self._why, {}, "flood", more)
            except BaseException:
                self._more += more
                raise
