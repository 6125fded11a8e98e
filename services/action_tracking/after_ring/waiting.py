"""Measuring urgent notices that wait for a person (AT5)."""

from functools import partial

from services.action_tracking.domain.urgent_notice.state import UrgentStatus
from services.action_tracking.kinds import URGENT_NOTICE
from services.chassis.room.reading import leave_out
from services.chassis.room.room import Room
from services.chassis.telemetry.metrics import URGENT_OLDEST, URGENT_OPEN


async def measure_open_notices(room: Room) -> None:
    """Measures the number of open urgent notices, and the age of the oldest."""
    odd = partial(leave_out, URGENT_NOTICE)
    found = await room.store.find(URGENT_NOTICE, {"status": UrgentStatus.OPEN.value}, odd=odd)
    ages = [(room.now() - each.state.raised_at).total_seconds() for each in found if each.state]
    URGENT_OPEN.set(len(found), {"kind": URGENT_NOTICE.name})
    URGENT_OLDEST.set(max(ages, default=0), {"kind": URGENT_NOTICE.name})
