"""Reporting concerns that wait for a person, from this service itself (FC3).

The log and the gauges need neither the broker nor another service, so neither can make a concern silent.
"""

from functools import partial

from services.chassis.room.reading import leave_out
from services.chassis.room.room import Room
from services.chassis.store.documents import Document
from services.chassis.telemetry.logs import log
from services.chassis.telemetry.metrics import URGENT_OLDEST, URGENT_OPEN
from services.feedback_capture.domain.concern.chasing import waits_since
from services.feedback_capture.domain.concern.state import Concern, ConcernStatus
from services.feedback_capture.kinds import CONCERN

WAITING = (ConcernStatus.OPEN, ConcernStatus.TAKEN)


async def report_waiting(room: Room, document: Document) -> None:
    """Logs how many concerns wait, and for how long. The log names no concern."""
    waiting = await _waiting(room)
    counts = {status.value: sum(each is not None and each.status is status for each in waiting) for status in WAITING}
    facts = {"kind": CONCERN.name, **counts, "oldest_minutes": int(_oldest(room, waiting) // 60)}
    log.error("concerns: someone may be at risk, and a concern waits for a person", extra={"facts": facts})


async def measure_waiting(room: Room) -> None:
    """Measures the number of concerns without an outcome, and the longest wait."""
    waiting = await _waiting(room)
    URGENT_OPEN.set(len(waiting), {"kind": CONCERN.name})
    URGENT_OLDEST.set(_oldest(room, waiting), {"kind": CONCERN.name})


async def _waiting(room: Room) -> list[Concern | None]:
    """Returns the concerns that wait, and None for each that cannot be read: it counts too."""
    odd = partial(leave_out, CONCERN)
    return [each.state for status in WAITING for each in await room.store.find(CONCERN, {"status": status.value}, odd=odd)]


def _oldest(room: Room, waiting: list[Concern | None]) -> float:
    return max(((room.now() - waits_since(each)).total_seconds() for each in waiting if each), default=0)
