"""Parking, our dead-letter queue that keeps order: a record that fails blocks its lane until it works or a person
decides."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contracts.events.catalogue import DISCARDED_BY_TWO, EVENTS
from contracts.events.envelope import Envelope
from services.chassis.clock.now import real_now
from services.chassis.privacy.keyring import CANNOT_OPEN, Keyring, Purpose
from services.chassis.privacy.reasons import SafeFault
from services.chassis.room.room import Room
from services.chassis.store import parked
from services.chassis.store.documents import Record, Store
from services.chassis.store.parked import BEHIND, DISCARDED, PROPOSED, TROUBLED
from services.chassis.telemetry.metrics import PARKED

HEADERS = frozenset(f"ce_{name}" for name in Envelope.model_fields)
TYPES = frozenset(f"learning.{name}.v{version}" for name, version in EVENTS)
"""Headers and types that may be shown. Anything else could hold a value."""
TWO_PEOPLE = frozenset(event.type() for event in DISCARDED_BY_TWO)
"""Types that an operator cannot discard alone."""
LARGEST_KEPT = 512 * 1024
"""Bytes of a record that is parked whole, eight times as much as an event may have. Sealed it takes 1.8 times as much."""
LONGEST_WAIT = 60
"""Seconds between two tries of a record that waits for its subject."""


class TooLargeToKeep(SafeFault):
    """The record was parked by its hash and its place on the topic. Its sender must send it again, or it is discarded."""


class TooManyParked(SafeFault):
    """So many records of a topic wait that the service reads it no further, until some are decided."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"too many messages of {topic} are parked. Retry or discard some of them")
        self.topic = topic


class KeyGone(SafeFault):
    """The record was parked under a key that the file of keys no longer holds, or was changed since."""


@dataclass(frozen=True)
class RawRecord:
    """A record as it came from a topic."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    value: bytes | None

    @classmethod
    def of(cls, record: Any) -> "RawRecord":
        return cls(record.topic, record.partition, record.offset, record.key, tuple(record.headers), record.value)

    @property
    def lane(self) -> str:
        """Returns topic, partition and a hash of the key, because a sender may have put personal data there."""
        key = "no-key" if self.key is None else hashlib.sha256(self.key).hexdigest()[:32]
        return f"{self.topic}/{self.partition}/{key}"

    @property
    def id(self) -> str:
        """Returns an id that stays the same however often the broker delivers the record."""
        return hashlib.sha256(json.dumps([self.topic, self.partition, *self._texts()]).encode()).hexdigest()

    def described(self) -> Record:
        """Returns a summary that is safe to show: topic position, event type if known, header names and sizes.

        Never a value.
        """
        said = dict(self.headers)
        type_ = (said.get("ce_type") or b"").decode(errors="replace")
        return {
            "topic": self.topic,
            "partition": self.partition,
            "offset": self.offset,
            "type": type_ if type_ in TYPES else "unknown",
            "headers": sorted(HEADERS & said.keys()),
            "other_headers": len(said.keys() - HEADERS),
            "key_bytes": len(self.key or b""),
            "body_bytes": len(self.value or b""),
        }

    @property
    def digest(self) -> str:
        """Returns the SHA-256 of the body."""
        return hashlib.sha256(self.value or b"").hexdigest()

    @property
    def size(self) -> int:
        """Returns the bytes of key, headers and body."""
        return sum(len(part or b"") for part in (self.key, self.value, *(value for _, value in self.headers)))

    def _texts(self) -> list[Any]:
        return [_text(self.key), [[name, _text(value)] for name, value in self.headers], _text(self.value)]

    def sealed(self, keyring: Keyring) -> str:
        return keyring.seal(Purpose.PARKED, self.id, json.dumps(self._texts()).encode())


class Parking:
    """The parked records of a service, in lanes, each in order of arrival. Their bodies are encrypted."""

    def __init__(self, store: Store, keyring: Keyring, most: int = 5000) -> None:
        self.store, self.keyring, self.most = store, keyring, most

    async def blocked(self, lanes: Sequence[str]) -> set[str]:
        """Returns those of these lanes that hold an entry which later events must wait behind."""
        return await parked.blocked(self.store, lanes)

    async def park(self, letter: RawRecord, status: str, reason: str) -> bool:
        """Keeps a record. Returns false if the same record was discarded before, so that it blocks nothing.

        Raises TooManyParked.
        """
        if await parked.is_full(self.store, letter.topic, self.most):
            raise TooManyParked(letter.topic)
        described, now = letter.described(), real_now()
        kept: Record = {"too_large": described | {"sha256": letter.digest}}
        if letter.size <= LARGEST_KEPT:
            kept = {"sealed": letter.sealed(self.keyring)}
        record = {
            "lane": letter.lane,
            "topic": letter.topic,
            "partition": letter.partition,
            "number": letter.offset,
            "type": described["type"],
            "status": status,
            "reason": reason,
            "at": now,
            "not_before": now,
            **kept,
        }
        return await parked.park(self.store, letter.id, record)

    async def ready(self, assigned: Collection[tuple[str, int]], now: datetime | None = None) -> list[str]:
        """Returns the lanes of these partitions whose oldest entry may be tried now."""
        return sorted(lane for lane in await parked.ready(self.store, now or real_now()) if _partition(lane) in assigned)

    async def head(self, lane: str) -> Record | None:
        """Returns the oldest entry of a lane, unless it waits for a person."""
        record = await parked.oldest(self.store, lane)
        return None if record is None or record["status"] == TROUBLED else record

    def opened(self, record: Record) -> RawRecord:
        """Returns the record as it came.

        Raises TooLargeToKeep, or KeyGone.
        """
        if "sealed" not in record:
            raise TooLargeToKeep("it was too large to keep: its sender must send it again")
        try:
            key, headers, value = json.loads(self.keyring.open(Purpose.PARKED, record["_id"], record["sealed"]))
        except CANNOT_OPEN:
            raise KeyGone("no key of the file opens it: put the key back that sealed it") from None
        pairs = tuple((name, _bytes(text)) for name, text in headers)
        return RawRecord(record["topic"], record["partition"], record["number"], _bytes(key), pairs, _bytes(value))

    async def mark(self, entry: Record, status: str, reason: str) -> bool:
        """Moves an entry to another status after a try. Returns false if it is no longer open.

        The next try of one that waits for its subject comes later each time.
        """
        wait = timedelta(seconds=min(LONGEST_WAIT, 2 ** min(entry.get("tries", 0), 10)))
        return await parked.mark(self.store, entry["_id"], status, reason, real_now() + wait)

    async def retry(self, id_: str, by: str) -> bool:
        """Retries an entry because a person decided so. Returns false if it is not open, or waits behind another.

        `by` names the person by reference and agency. The entry keeps each decision with its time.
        """
        return await parked.retry(self.store, id_, _decision(by, "asked-for"))

    async def discard(self, id_: str, reason: str, by: str) -> str | None:
        """Discards an entry for good, or proposes that if a second person must agree to it.

        Returns DISCARDED or PROPOSED, or None if the entry is not open, or waits behind another.
        """
        entry = await parked.entry(self.store, id_)
        if entry is None:
            return None
        decision = _decision(by, reason)
        if entry["type"] in TWO_PEOPLE:
            return PROPOSED if await parked.propose(self.store, id_, decision) else None
        return DISCARDED if await parked.discard(self.store, id_, decision, self._described(entry)) else None

    async def confirm(self, entry: Record, by: str) -> bool:
        """Discards an entry as it was proposed. Returns false if another decision came first."""
        proposed = entry["proposed"]
        decision = _decision(by, proposed["reason"])
        return await parked.discard(self.store, entry["_id"], decision, self._described(entry), proposed=proposed)

    async def entry(self, id_: str) -> Record | None:
        """Returns an entry, whatever its status."""
        return await parked.entry(self.store, id_)

    async def waits_behind(self, id_: str) -> bool:
        """Returns true if an entry only waits for the one ahead of it."""
        record = await parked.entry(self.store, id_)
        return record is not None and record["status"] == BEHIND

    async def remove(self, id_: str) -> None:
        """Removes an open entry, after its effect."""
        await parked.remove(self.store, id_)

    async def described(self, id_: str) -> Record | None:
        """Returns a summary of an entry that is safe to show, whatever its status."""
        record = await parked.entry(self.store, id_)
        return None if record is None else self._described(record)

    def _described(self, record: Record) -> Record:
        """Returns the summary of an entry, or only its place and type if its body cannot be opened."""
        if kept := record.get("too_large") or record.get("described"):
            return dict(kept)
        try:
            return self.opened(record).described()
        except KeyGone:
            return {name: record[name] for name in ("topic", "partition", "number", "type")}


async def measure_parked(room: Room) -> None:
    """Sets the gauge of what is parked."""
    PARKED.set(await parked.count(room.store))


def _decision(by: str, reason: str) -> Record:
    return {"by": by, "at": real_now(), "reason": reason}


def _partition(lane: str) -> tuple[str, int]:
    """Returns the topic and the partition of a lane."""
    topic, partition, _ = lane.rsplit("/", 2)
    return topic, int(partition)


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else b64encode(raw).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
