"""The relay publishes events after the commit, in order, by one path (docs/architecture.md "Publishing")."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from logging import WARNING
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.chassis.clock.now import real_now
from services.chassis.privacy.reasons import reason_of
from services.chassis.store import outbox
from services.chassis.store.documents import Record, Store, Unavailable
from services.chassis.telemetry.logs import log_fault
from services.chassis.telemetry.metrics import EVENTS_SENT, OLDEST_PENDING, RELAY_FAILURES

TURN = 200
"""Documents sent side by side."""
OVERDUE = timedelta(seconds=2)
"""Seconds after which any process sends a waiting outbox, because the process that saved it may have died."""
LONGEST_WAIT = 60


class Relay:
    """The publisher of one process. Every save wakes it, and a slow poll catches the rest."""

    def __init__(self, store: Store, producer: AIOKafkaProducer, topic: str, poll_seconds: float) -> None:
        self.store, self.producer, self.topic, self.poll_seconds = store, producer, topic, poll_seconds
        self.woken = asyncio.Event()
        self.saved: set[str] = set()
        self.last_turn = time.monotonic()

    def wake(self, id_: str) -> None:
        self.saved.add(id_)
        self.woken.set()

    async def run(self) -> None:
        """Runs until cancelled. Retries every failure and skips nothing."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), self.poll_seconds)
            try:
                await self.turn()
            except (Unavailable, KafkaError, OSError) as fault:
                RELAY_FAILURES.add(1)
                log_fault(WARNING, "relay: a pass failed and is retried", fault)
                await asyncio.sleep(self.poll_seconds)
            self.last_turn = time.monotonic()

    async def turn(self) -> None:
        """Sends everything that this process saved since the last pass, then everything that has waited too long."""
        self.woken.clear()
        ids, self.saved = list(self.saved), set()
        now = real_now()
        for start in range(0, len(ids), TURN):
            await self._send(await outbox.saved(self.store, ids[start : start + TURN], now))
            self.last_turn = time.monotonic()
        waiting = await outbox.pending(self.store, now, now - OVERDUE, TURN)
        OLDEST_PENDING.set((now - waiting[0]["pending_since"]).total_seconds() if waiting else 0)
        await self._send(waiting)

    async def flush(self) -> None:
        """Sends what is left, at a graceful stop. The next process to start sends the rest."""
        now = real_now()
        while waiting := await outbox.pending(self.store, now, now, TURN):
            await self._send(waiting)

    async def _send(self, documents: Sequence[Record]) -> None:
        """Copies each document's outbox to history, sends it event by event, and clears what was sent."""
        if not documents:
            return
        await outbox.file(self.store, [_filed(document, entry) for document in documents for entry in document["outbox"]])
        outcomes = await asyncio.gather(*(self._send_one(document["outbox"]) for document in documents))
        sent: dict[str, list[int]] = {}
        failed: dict[str, Record] = {}
        for document, (versions, fault) in zip(documents, outcomes, strict=True):
            sent[document["_id"]] = versions
            if fault is not None:
                RELAY_FAILURES.add(1)
                failed[document["_id"]] = _trouble(document, fault)
        await outbox.clear(self.store, sent, failed)

    async def _send_one(self, outbox: Sequence[Record]) -> tuple[list[int], BaseException | None]:
        """Sends a document's events one after the other. The first failure ends the document's turn."""
        versions: list[int] = []
        for entry in sorted(outbox, key=lambda each: int(each["version"])):
            try:
                for event in entry["events"]:
                    await publish(self.producer, self.topic, event)
            except (KafkaError, OSError) as fault:
                return versions, fault
            versions.append(entry["version"])
        return versions, None


async def publish(producer: AIOKafkaProducer, topic: str, event: Mapping[str, Any]) -> None:
    """Sends one event and waits until the broker confirms it."""
    headers = [(name, value.encode()) for name, value in event["headers"].items()]
    await producer.send_and_wait(topic, bytes(event["body"]), key=event["key"].encode(), headers=headers)
    EVENTS_SENT.add(1)


def _filed(document: Record, entry: Record) -> Record:
    """Returns an outbox entry in the form of history, without the real time of the save, which only the relay needs."""
    kept = {name: value for name, value in entry.items() if name != "filed_from"}
    return {"_id": f"{document['_id']}/{entry['version']}", "aggregate": document["_id"], "kind": document["kind"], **kept}


def _trouble(document: Record, fault: BaseException) -> Record:
    attempts = document.get("trouble", {}).get("outbox", {}).get("attempts", 0) + 1
    wait = min(LONGEST_WAIT, 0.25 * 2 ** min(attempts, 10))
    return {
        "attempts": attempts,
        "not_before": real_now() + timedelta(seconds=wait),
        "why": reason_of(fault),
        "filed": max(entry["version"] for entry in document["outbox"]),
    }
