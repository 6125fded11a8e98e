"""The relay publishes events after the commit, in order, by one path (docs/architecture.md "Publishing")."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from logging import WARNING
from typing import Any, Protocol

from aiokafka.errors import KafkaError

from services.chassis.clock.now import real_now
from services.chassis.privacy.reasons import reason_of
from services.chassis.store import outbox
from services.chassis.store.documents import Record, Store
from services.chassis.store.faults import RefusedByStore, Unavailable
from services.chassis.telemetry.logs import log_fault
from services.chassis.telemetry.metrics import EVENTS_SENT, OLDEST_PENDING, RELAY_FAILURES

TURN = 200
"""Documents sent side by side."""
OVERDUE = timedelta(seconds=2)
"""Seconds after which any process sends a waiting outbox, because the process that saved it may have died."""
LONGEST_WAIT = 60
SLOW = 1.0
"""Seconds that a pass waits for its documents. A document that takes longer goes on beside the next passes."""

OF_THE_OUTBOX = ("filed_from", "size")

Sent = tuple[list[int], BaseException | None]
"""The versions whose events were confirmed, and the fault that ended the document's turn."""


class Producer(Protocol):
    """A connection to the broker, such as `publisher.Publisher`."""

    async def send_and_wait(self, topic: str, body: bytes, *, key: bytes, headers: list[tuple[str, bytes]]) -> Any: ...


class Relay:
    """The publisher of one process. Every save wakes it, and a slow poll catches the rest."""

    def __init__(self, store: Store, producer: Producer, topic: str, poll_seconds: float) -> None:
        self.store, self.producer, self.topic, self.poll_seconds = store, producer, topic, poll_seconds
        self.woken = asyncio.Event()
        self.saved: set[str] = set()
        self.sending: dict[asyncio.Task[Sent], Record] = {}
        """Documents on their way, each with the outbox that its task sends, without states."""
        self.last_turn = time.monotonic()
        self.look_at = self.last_turn
        """The time of the next look at what waits, on the monotonic clock."""

    def wake(self, id_: str) -> None:
        self.saved.add(id_)
        self.woken.set()

    async def run(self) -> None:
        """Runs until cancelled. Retries every failure and skips nothing."""
        try:
            await self._turns()
        finally:
            self._let_go()

    async def _turns(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), max(0.0, self.look_at - time.monotonic()))
            try:
                await self.turn()
            except (Unavailable, KafkaError, OSError) as fault:
                RELAY_FAILURES.add(1)
                log_fault(WARNING, "relay: a pass failed and is retried", fault)
                await asyncio.sleep(self.poll_seconds)
            self.last_turn = time.monotonic()

    async def turn(self) -> None:
        """Sends everything that this process saved since the last pass. Once a poll it also looks at what waits."""
        self.woken.clear()
        under_way = self._under_way()
        ids, self.saved = list(self.saved - under_way), self.saved & under_way
        for start in range(0, len(ids), TURN):
            await self._send(await outbox.saved(self.store, ids[start : start + TURN], real_now()))
            self.last_turn = time.monotonic()
        if time.monotonic() >= self.look_at:
            await self.look()

    async def look(self) -> None:
        """Sends what has waited too long. If more waits behind it, the next look follows at once, else after a poll.

        It also follows after a poll if nothing was sent, because the broker is away.
        """
        self.look_at = time.monotonic() + self.poll_seconds
        now = real_now()
        oldest = await outbox.oldest(self.store)
        OLDEST_PENDING.set(max(0.0, (now - oldest).total_seconds()) if oldest else 0)
        overdue = oldest is not None and oldest <= now - OVERDUE
        waiting = await outbox.pending(self.store, now, now - OVERDUE, TURN, self._under_way()) if overdue else []
        if await self._send(waiting) and len(waiting) == TURN:
            self.look_at = time.monotonic()

    async def flush(self) -> None:
        """Sends what is left, at a graceful stop. The next process to start sends the rest.

        Cancelled, it lets go of what is still on its way.
        """
        now = real_now()
        try:
            while (waiting := await outbox.pending(self.store, now, now, TURN, self._under_way())) or self.sending:
                if not waiting:
                    await asyncio.wait(self.sending, timeout=SLOW, return_when=asyncio.FIRST_COMPLETED)
                await self._send(waiting)
        finally:
            self._let_go()

    def _under_way(self) -> set[str]:
        return {document["_id"] for document in self.sending.values()}

    def _let_go(self) -> None:
        for task in self.sending:
            task.cancel()
        self.sending.clear()

    async def _send(self, documents: Sequence[Record]) -> int:
        """Copies each document's outbox to history, sends it event by event, and clears what was sent.

        Returns how many documents were sent whole. A document that takes longer than `SLOW` is cleared by a later pass, so
        that a partition without a leader holds up no other. A document that history refuses is not sent.
        """
        refused = await outbox.file(
            self.store,
            [_filed(document, entry) for document in documents for entry in document["outbox"] if "state" in entry],
        )
        tasks = {
            asyncio.create_task(self._send_one(document["outbox"], refused.get(document["_id"]))): document
            for document in map(_without_states, documents)
        }
        self.sending |= tasks
        if tasks:
            await asyncio.wait(tasks, timeout=SLOW)
        return await self._clear([task for task in self.sending if task.done()])

    async def _clear(self, tasks: Sequence[asyncio.Task[Sent]]) -> int:
        """Removes what was sent, and records what failed. Returns how many documents were sent whole."""
        sent: dict[str, list[int]] = {}
        failed: dict[str, Record] = {}
        for task in tasks:
            document = self.sending[task]
            versions, fault = task.result()
            sent[document["_id"]] = versions
            if fault is not None:
                RELAY_FAILURES.add(1)
                failed[document["_id"]] = _trouble(document, fault)
        await outbox.clear(self.store, sent, failed)
        for task in tasks:
            del self.sending[task]
        return len(sent) - len(failed)

    async def _send_one(self, outbox: Sequence[Record], refused: RefusedByStore | None) -> Sent:
        """Sends a document's events one after the other. The first failure ends the document's turn.

        Sends nothing of a document that history refuses.
        """
        if refused:
            return [], refused
        versions: list[int] = []
        for entry in sorted(outbox, key=lambda each: int(each["version"])):
            try:
                for event in entry["events"]:
                    await publish(self.producer, self.topic, event)
            except (KafkaError, OSError) as fault:
                return versions, fault
            versions.append(entry["version"])
        return versions, None


async def publish(producer: Producer, topic: str, event: Mapping[str, Any]) -> None:
    """Sends one event and waits until the broker confirms it."""
    headers = [(name, value.encode()) for name, value in event["headers"].items()]
    await producer.send_and_wait(topic, bytes(event["body"]), key=event["key"].encode(), headers=headers)
    EVENTS_SENT.add(1)


def _filed(document: Record, entry: Record) -> Record:
    """Returns an outbox entry in the form of history, without the real time and the size, which only the outbox needs."""
    kept = {name: value for name, value in entry.items() if name not in OF_THE_OUTBOX}
    return {"_id": f"{document['_id']}/{entry['version']}", "aggregate": document["_id"], "kind": document["kind"], **kept}


def _without_states(document: Record) -> Record:
    entries = [{name: entry[name] for name in ("version", "events")} for entry in document["outbox"]]
    return document | {"outbox": entries}


def _trouble(document: Record, fault: BaseException) -> Record:
    attempts = document.get("trouble", {}).get("outbox", {}).get("attempts", 0) + 1
    wait = min(LONGEST_WAIT, 0.25 * 2 ** min(attempts, 10))
    return {
        "attempts": attempts,
        "not_before": real_now() + timedelta(seconds=wait),
        "why": reason_of(fault),
        "filed": 0 if isinstance(fault, RefusedByStore) else max(entry["version"] for entry in document["outbox"]),
    }
