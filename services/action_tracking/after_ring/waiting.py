"""Measuring urgent notices that wait for a person (AT5)."""

from services.action_tracking.domain.urgent_notice.state import UrgentStatus
from services.action_tracking.kinds import URGENT_NOTICE
from services.chassis.room.room import Room
from services.chassis.telemetry.metrics import URGENT_OLDEST, URGENT_OPEN


async def measure_open_notices(room: Room) -> None:
    """Measures the number of open urgent notices, and the age of the oldest."""
    found = [each.state for each in await room.store.find(URGENT_NOTICE, {"status": UrgentStatus.OPEN.value})]
    ages = [(room.now() - each.raised_at).total_seconds() for each in found]
    URGENT_OPEN.set(len(ages), {"kind": URGENT_NOTICE.name})
    URGENT_OLDEST.set(max(ages, default=0), {"kind": URGENT_NOTICE.name})
