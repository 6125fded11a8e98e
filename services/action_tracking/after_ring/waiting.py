"""Measuring urgent notices that wait for a person (AT5)."""

from datetime import datetime
from functools import partial

from services.action_tracking.domain.urgent_notice.state import UrgentStatus
from services.action_tracking.kinds import URGENT_NOTICE
from services.chassis.room.reading import leave_out
from services.chassis.room.room import Room
from services.chassis.telemetry.metrics import URGENT_OLDEST, URGENT_OPEN


async def measure_open_notices(room: Room) -> None:
    """Measures the number of open urgent notices, and the age of the oldest."""
    open_, odd = {"status": UrgentStatus.OPEN.value}, partial(leave_out, URGENT_NOTICE)
    oldest = await room.store.find(URGENT_NOTICE, open_, order=("raised_at", 1), limit=1, odd=odd)
    ages = [(room.now() - datetime.fromisoformat(each.place)).total_seconds() for each in oldest]
    URGENT_OPEN.set(await room.store.count(URGENT_NOTICE, open_), {"kind": URGENT_NOTICE.name})
    URGENT_OLDEST.set(max(ages, default=0), {"kind": URGENT_NOTICE.name})
