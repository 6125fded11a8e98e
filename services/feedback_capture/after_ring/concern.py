"""Reporting concerns that wait for a person, from this service itself (FC3).

The log and the gauges need neither the broker nor another service, so neither can make a concern silent.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from services.chassis.room.reading import leave_out, totals_belonging
from services.chassis.room.room import Room
from services.chassis.store.documents import Document
from services.chassis.telemetry.logs import log
from services.chassis.telemetry.metrics import URGENT_OLDEST, URGENT_OPEN
from services.feedback_capture.domain.concern.state import WAITING, Standing
from services.feedback_capture.kinds import CONCERN

WAITS = {"status": {each.value for each in WAITING}}
"""The query keys of concerns that wait. One that cannot be read counts too."""


async def report_waiting(room: Room, document: Document) -> None:
    """Logs how many concerns wait, and for how long. The log names no concern."""
    facts = {"kind": CONCERN.name, **await _counts(room), "oldest_minutes": int(await _oldest(room) // 60)}
    log.error("concerns: someone may be at risk, and a concern waits for a person", extra={"facts": facts})


async def measure_waiting(room: Room) -> None:
    """Measures the number of concerns without an outcome, and the longest wait."""
    URGENT_OPEN.set(sum((await _counts(room)).values()), {"kind": CONCERN.name})
    URGENT_OLDEST.set(await _oldest(room), {"kind": CONCERN.name})


async def _counts(room: Room) -> Mapping[str, int]:
    found = await totals_belonging(room, CONCERN, WAITS, by=("status",))
    return {each.value: found.get((each.value,), 0) for each in WAITING}


async def _oldest(room: Room) -> float:
    """Returns the seconds for which the oldest concern has waited, 0 if none waits."""
    order, odd = ("waits_since", 1), partial(leave_out, CONCERN)
    found = await room.store.find(CONCERN, WAITS, order=order, limit=1, part=Standing, odd=odd)
    return (room.now() - datetime.fromisoformat(found[0].place)).total_seconds() if found else 0
