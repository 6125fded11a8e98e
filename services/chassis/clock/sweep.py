"""Time as a door (architecture.md rule 8): whatever is due is loaded by index and rung."""

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from logging import ERROR, WARNING

from services.chassis.clock.now import real_now
from services.chassis.privacy.reasons import SafeFault, reason_of
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.room.tables import AfterRing
from services.chassis.rules.decisions import derived
from services.chassis.store import alarms
from services.chassis.store.documents import LAST, Document, NewerSchema, Unavailable
from services.chassis.telemetry.logs import log_fault
from services.chassis.telemetry.metrics import RINGS, TROUBLED
from services.chassis.telemetry.traces import span

DUE = 200
SIDE_BY_SIDE = 16
LONGEST_WAIT = 300
"""Before which nothing steps back."""

COUNTED = 10.0
"""Seconds between two counts of what is in trouble."""


class StillDue(SafeFault):
    """It would ring for ever."""


class Sweep:
    """One a process; the guard of the version makes replicas safe."""

    def __init__(self, room: Room, poll_seconds: float, after_ring: Mapping[str, AfterRing]) -> None:
        self.room, self.poll_seconds, self.after_ring = room, poll_seconds, after_ring
        self.last_turn = time.monotonic()
        self.counted = -COUNTED
        self.edition_settled = False
        """Whether every alarm has been worked out under the present edition, with which the process began."""

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.turn()
            except Unavailable as fault:
                log_fault(WARNING, "sweep: the store could not be asked", fault)
            self.last_turn = time.monotonic()
            await asyncio.sleep(self.poll_seconds)

    async def turn(self) -> int:
        """Rings all that is due now; returns how many changed. What steps back in this turn waits for another one, however long
        this one takes."""
        room, rung, began = self.room, 0, real_now()
        while due := await self._due(began):
            gate = asyncio.Semaphore(SIDE_BY_SIDE)
            rung += sum(await asyncio.gather(*(self._ring(document, gate) for document in due)))
            self.last_turn = time.monotonic()
        if time.monotonic() - self.counted >= COUNTED:
            TROUBLED.set(len(await alarms.troubled(room.store)))
            self.counted = time.monotonic()
        return rung

    async def _due(self, began: datetime) -> list[Document]:
        """What is due; and, until none is left, what was worked out under another edition of the settings."""
        store, edition = self.room.store, self.room.framework.edition
        due = await alarms.due(store, self.room.now(), began, DUE)
        if due or self.edition_settled:
            return due
        outdated = await alarms.outdated(store, edition, began, DUE)
        self.edition_settled = not outdated and not await alarms.outdated(store, edition, LAST, DUE)
        return outdated

    async def _ring(self, due: Document, gate: asyncio.Semaphore) -> bool:
        """A ring that fails, or that leaves its alarm due, is trouble: it steps back, and starves nobody."""
        async with gate:
            try:
                changed = await self._rung(due)
            except Unavailable:
                raise
            except NewerSchema:
                return False  # a newer version of this service took it up meanwhile
            except Exception as fault:  # noqa: BLE001 - one that fails must not starve the others
                return await self._step_back(due, fault)
            if due.trouble.get("alarm"):
                await alarms.note_trouble(self.room.store, due.id, None)
        RINGS.add(1, {"kind": due.kind.name, "outcome": "rung"})
        return changed

    async def _rung(self, due: Document) -> bool:
        """Rings it and does what follows; whether it changed. Raises StillDue."""
        began = self.room.now()
        with span(f"ring {due.kind.name}"):
            document, changed = await ring(self.room, due)
            if changed and (act := self.after_ring.get(due.kind.name)):
                await act(self.room, document)
            if document.alarm_at and document.alarm_at <= began:
                raise StillDue("the ring left its alarm due")
        return changed

    async def _step_back(self, due: Document, fault: Exception) -> bool:
        RINGS.add(1, {"kind": due.kind.name, "outcome": "trouble"})
        log_fault(ERROR, "sweep: an alarm is in trouble", fault, kind=due.kind.name, document=due.id)
        attempts = due.trouble.get("alarm", {}).get("attempts", 0) + 1
        wait = timedelta(seconds=min(LONGEST_WAIT, 2 ** min(attempts, 10)))
        await alarms.note_trouble(
            self.room.store, due.id, {"attempts": attempts, "why": reason_of(fault), "not_before": real_now() + wait}
        )
        return False


async def ring(room: Room, due: Document) -> tuple[Document, bool]:
    """Lets one aggregate work out what should have happened by now."""
    cause = Cause(id=derived("alarm", due.id, str(due.version)), name=f"ring-{due.kind.name}")
    edition = room.framework.edition
    return await change(
        room, due.kind, due.id, due.kind.ring, cause, already_done=lambda document: not _is_due(room, document, edition)
    )


def _is_due(room: Room, document: Document, edition: int) -> bool:
    return document.alarm_at is not None and (document.alarm_at <= room.now() or document.alarm_edition != edition)
