"""Parking, our dead-letter queue that keeps order: a record that fails blocks its lane until it works or a person
decides."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.events.catalogue import EVENTS
from contracts.events.envelope import Envelope
from services.chassis.clock.now import real_now
from services.chassis.privacy.keyring import CANNOT_OPEN, Keyring, Purpose
from services.chassis.privacy.reasons import SafeFault
from services.chassis.store import parked
from services.chassis.store.documents import Record, Store
from services.chassis.store.parked import BEHIND, TROUBLED
from services.chassis.telemetry.metrics import PARKED

HEADERS = frozenset(f"ce_{name}" for name in Envelope.model_fields)
TYPES = frozenset(f"learning.{name}.v{version}" for name, version in EVENTS)
"""Headers and types that may be shown. Anything else could hold a value."""
LARGEST_KEPT = 4 * 1024 * 1024
"""Bytes of a record that is parked whole. Sealed it takes 1.8 times as much, and the store ends at 16 MiB a document."""


class TooLargeToKeep(SafeFault):
    """The record was parked by its hash and its place on the topic. Its sender must send it again, or it is discarded."""


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

    def __init__(self, store: Store, keyring: Keyring) -> None:
        self.store, self.keyring = store, keyring

    async def blocked(self, lanes: Sequence[str]) -> set[str]:
        """Returns those of these lanes that hold an entry which later events must wait behind."""
        return await parked.blocked(self.store, lanes)

    async def park(self, letter: RawRecord, status: str, reason: str) -> bool:
        """Keeps a record. Returns false if the same record was discarded before, so that it blocks nothing."""
        kept: Record = {"too_large": letter.described() | {"sha256": letter.digest}}
        if letter.size <= LARGEST_KEPT:
            kept = {"sealed": letter.sealed(self.keyring)}
        record = {
            "lane": letter.lane,
            "topic": letter.topic,
            "partition": letter.partition,
            "number": letter.offset,
            "status": status,
            "reason": reason,
            "at": real_now(),
            **kept,
        }
        return await parked.park(self.store, letter.id, record)

    async def ready(self, assigned: Collection[tuple[str, int]]) -> list[str]:
        """Returns the lanes of these partitions whose oldest entry may be tried now."""
        lanes = await parked.lanes(self.store)
        PARKED.set(sum(lane["waiting"] for lane in lanes))
        return sorted(
            lane["_id"] for lane in lanes if lane["status"] != TROUBLED and (lane["topic"], lane["partition"]) in assigned
        )

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

    async def mark(self, id_: str, status: str, reason: str) -> bool:
        """Moves an open entry to another status. Returns false if no open entry has this id."""
        return await parked.mark(self.store, id_, status, reason)

    async def decide(self, id_: str, status: str, reason: str, by: str) -> bool:
        """Retries or discards an entry because a person decided so. Returns false if it is not open, or waits behind another.

        `by` names the person by reference, role and agency. The entry keeps each decision with its time.
        """
        return await parked.decide(self.store, id_, status, {"by": by, "at": real_now(), "reason": reason})

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
        if record is None:
            return None
        return record["too_large"] if "too_large" in record else self.opened(record).described()


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else b64encode(raw).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
