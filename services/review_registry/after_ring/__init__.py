"""The clock's acts in the world: what follows a saved ring. The registry has none."""

from collections.abc import Mapping

from services.chassis.room.tables import AfterRing

AFTER_RING: Mapping[str, AfterRing] = {}
