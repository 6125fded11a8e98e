"""The third door, time: the sweep loads every document that is due by index, and rings it (docs/architecture.md
"Time")."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from logging import ERROR, WARNING

from services.chassis.clock.now import real_now
from services.chassis.privacy.reasons import SafeFault, reason_of
from services.chassis.room.change import change
from services.chassis.room.disposal import erase_disposed
from services.chassis.room.room import Cause, Locked, NewerEdition, Room, learn_editions
from services.chassis.room.tables import AfterRing, Measure
from services.chassis.rules.decisions import derived
from services.chassis.store import alarms
from services.chassis.store.documents import LAST, Document, NewerSchema
from services.chassis.store.faults import RefusedByStore, Unavailable
from services.chassis.telemetry.logs import log_fault
from services.chassis.telemetry.metrics import RINGS, TROUBLED
from services.chassis.telemetry.traces import span

DUE = 200
SIDE_BY_SIDE = 16
LONGEST_WAIT = 300
"""Before which nothing steps back."""

COUNTED = 10.0
"""Seconds between two counts of the documents in trouble, and of all else that is measured."""


class StillDue(SafeFault):
    """The alarm would ring for ever."""


class Sweep:
    """The scheduler of one process. Several replicas may run one each, because every save is guarded by the version."""

    def __init__(
        self, room: Room, poll_seconds: float, after_ring: Mapping[str, AfterRing], measures: Sequence[Measure] = ()
    ) -> None:
        self.room, self.poll_seconds, self.after_ring, self.measures = room, poll_seconds, after_ring, measures
        self.last_turn = time.monotonic()
        self.counted = -COUNTED
        self.edition_settled = False
        """True once every alarm has been computed under the edition that this process started with."""
        self.unnoted: set[str] = set()
        """Documents of this pass in trouble that the store refuses to change."""

    async def run(self) -> None:
        """Runs until cancelled."""
        while True:
            try:
                await self.turn()
            except Unavailable as fault:
                log_fault(WARNING, "sweep: the store did not answer", fault)
            self.last_turn = time.monotonic()
            await asyncio.sleep(self.poll_seconds)

    async def turn(self) -> int:
        """Rings everything that is due now, and returns how many documents changed.

        A document that backs off is not retried until the next pass.
        """
        room, began = self.room, real_now()
        await learn_editions(room)
        self.unnoted.clear()
        rung = await self._ring_due(began)
        if not self.edition_settled:
            rung += await self._settle_edition(began)
        if time.monotonic() - self.counted >= COUNTED:
            TROUBLED.set(len(await alarms.troubled(room.store)))
            for measure in self.measures:
                await self._measure(measure)
            self.counted = time.monotonic()
        return rung

    async def _measure(self, measure: Measure) -> None:
        """Does one piece of regular work, and goes on if that fails. The age of a gauge's number then rises."""
        try:
            await measure(self.room)
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - one that fails must not stop the others
            log_fault(ERROR, "sweep: regular work failed, and is tried again", fault, work=measure.__qualname__)

    async def _ring_due(self, began: datetime) -> int:
        """Rings what is due until nothing is. Returns how many documents changed."""
        rung = 0
        store, now = self.room.store, self.room.now
        while due := [each for each in await alarms.due(store, now(), began, DUE) if each.id not in self.unnoted]:
            rung += await self._ring_all(due)
        return rung

    async def _settle_edition(self, began: datetime) -> int:
        """Rings each alarm of another edition of the settings, and what is due meanwhile. Returns how many changed."""
        store, edition, rung = self.room.store, self.room.framework.edition, 0
        async for part in alarms.outdated(store, edition, began, DUE):
            rung += await self._ring_all(part) + await self._ring_due(began)
        self.edition_settled = await anext(alarms.outdated(store, edition, LAST, DUE), None) is None
        return rung

    async def _ring_all(self, documents: Sequence[Document]) -> int:
        gate = asyncio.Semaphore(SIDE_BY_SIDE)
        changed = await asyncio.gather(*(self._ring(each, gate) for each in documents))
        self.last_turn = time.monotonic()
        return sum(changed)

    async def _ring(self, due: Document, gate: asyncio.Semaphore) -> bool:
        """Rings one document.

        If that fails or leaves the alarm due, the document backs off so that others get their turn.
        """
        async with gate:
            try:
                changed = await self._rung(due)
            except Unavailable:
                raise
            except (NewerEdition, Locked) as fault:
                return await self._step_back(due, fault)
            except NewerSchema:
                return False  # a newer version of this service has saved it
            except Exception as fault:  # noqa: BLE001 - one that fails must not starve the others
                return await self._step_back(due, fault)
            if due.trouble.get("alarm"):
                await alarms.note_trouble(self.room.store, due.id, None)
        RINGS.add(1, {"kind": due.kind.name, "outcome": "rung"})
        return changed

    async def _rung(self, due: Document) -> bool:
        """Rings one document and does the work that follows. Returns true if it changed. Raises StillDue."""
        began = self.room.now()
        with span(f"ring {due.kind.name}"):
            document, changed = await ring(self.room, due)
            if changed and (act := self.after_ring.get(due.kind.name)):
                await act(self.room, document)
            if changed:
                await erase_disposed(self.room, document)
            if document.alarm_at and document.alarm_at <= began:
                raise StillDue("the alarm is still due after it rang")
        return changed

    async def _step_back(self, due: Document, fault: Exception) -> bool:
        RINGS.add(1, {"kind": due.kind.name, "outcome": "trouble"})
        log_fault(ERROR, "sweep: an alarm failed and backs off", fault, **due.kind.shown_to_operators(due.id, {}))
        attempts = due.trouble.get("alarm", {}).get("attempts", 0) + 1
        wait = timedelta(seconds=min(LONGEST_WAIT, 2 ** min(attempts, 10)))
        trouble = {"attempts": attempts, "why": reason_of(fault), "not_before": real_now() + wait}
        try:
            await alarms.note_trouble(self.room.store, due.id, trouble)
        except RefusedByStore as refused:  # the document is so large that not even this fits
            self.unnoted.add(due.id)
            log_fault(
                ERROR, "sweep: the trouble of an alarm could not be kept", refused, **due.kind.shown_to_operators(due.id, {})
            )
        return False


async def ring(room: Room, due: Document) -> tuple[Document, bool]:
    """Has one aggregate record everything that is due."""
    cause = Cause(id=derived("alarm", due.id, str(due.version)), name=f"ring-{due.kind.name}")
    edition = room.framework.edition
    return await change(
        room, due.kind, due.id, due.kind.ring, cause, already_done=lambda document: not _is_due(room, document, edition)
    )


def _is_due(room: Room, document: Document, edition: int) -> bool:
    return document.alarm_at is not None and (document.alarm_at <= room.now() or document.alarm_edition != edition)
