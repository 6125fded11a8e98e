"""Removing old entries of the log of reads, which age alone removes."""

from services.chassis.room.room import Room
from services.chassis.rules.calendar import add_months, day_of, start_of
from services.chassis.store import reads


async def remove_old_reads(room: Room) -> None:
    """Removes the entries that are older than the settings allow, by the real clock."""
    timezone = room.framework.partnership.timezone
    first = add_months(day_of(room.real(), timezone), -12 * room.framework.retention.reads.years)
    await reads.remove_before(room.store, start_of(first, timezone))
