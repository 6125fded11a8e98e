"""What can never work is kept, and order with it (architecture.md rule 7). Nothing is ever dropped."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING

from contracts.events.catalogue import EVENTS
from contracts.events.envelope import Envelope
from services.chassis.clock.now import real_now
from services.chassis.privacy.keyring import Keyring
from services.chassis.store.documents import Record, Store
from services.chassis.telemetry.metrics import PARKED

TROUBLED, BEHIND, NOT_YET, RETRY, DISCARDED = "troubled", "behind", "not-yet", "retry", "discarded"
"""`troubled` waits for a person; `behind` for what is ahead; `not-yet` passes by itself; `retry` was asked for; `discarded` is
a marker that keeps a redelivery from coming back."""
HEADERS = frozenset(f"ce_{name}" for name in Envelope.model_fields)
TYPES = frozenset(f"learning.{name}.v{version}" for name, version in EVENTS)
"""What a record may show of itself: anything else could be a value."""


@dataclass(frozen=True)
class RawRecord:
    """A record as it came off a topic."""

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
        """Topic, partition and key; a key is hashed, for anything may have been put there."""
        key = "no-key" if self.key is None else hashlib.sha256(self.key).hexdigest()[:32]
        return f"{self.topic}/{self.partition}/{key}"

    @property
    def id(self) -> str:
        """The same record has the same id, however often it is delivered."""
        return hashlib.sha256(json.dumps([self.topic, self.partition, *self._texts()]).encode()).hexdigest()

    def described(self) -> Record:
        """What may be shown of it: where it lay, what it said it was where that is something there is, and sizes. No value."""
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

    def _texts(self) -> list[Any]:
        return [_text(self.key), [[name, _text(value)] for name, value in self.headers], _text(self.value)]

    def sealed(self, keyring: Keyring) -> str:
        return keyring.seal(json.dumps(self._texts()).encode())


@dataclass(frozen=True)
class Parked:
    """A parked record with its body opened."""

    id: str
    letter: RawRecord


class Parking:
    """A service's parked records, in lanes, each in order of arrival."""

    def __init__(self, store: Store, keyring: Keyring) -> None:
        self.parked, self.keyring = store.parked, keyring

    async def blocked(self, lanes: Sequence[str]) -> set[str]:
        """Which of these lanes hold something that later events must wait behind."""
        return set(await self.parked.distinct("lane", {"lane": {"$in": list(lanes)}, "status": {"$ne": DISCARDED}}))

    async def park(self, letter: RawRecord, status: str, reason: str) -> bool:
        """Keeps a record. Returns whether its lane is blocked by it: not where the same record was discarded before."""
        record = {
            "lane": letter.lane,
            "topic": letter.topic,
            "partition": letter.partition,
            "number": letter.offset,
            "status": status,
            "reason": reason,
            "at": real_now(),
            "sealed": letter.sealed(self.keyring),
        }
        await self.parked.update_one({"_id": letter.id}, {"$setOnInsert": record}, upsert=True)
        kept = await self.parked.find_one({"_id": letter.id}, {"status": 1})
        return kept is not None and kept["status"] != DISCARDED

    async def ready(self, assigned: Collection[tuple[str, int]]) -> list[str]:
        """Lanes of these partitions whose oldest entry may be tried now."""
        pipeline: list[Record] = [
            {"$match": {"status": {"$ne": DISCARDED}}},
            {"$sort": {"lane": 1, "number": 1}},
            {"$group": {"_id": "$lane", "status": {"$first": "$status"}, "topic": {"$first": "$topic"},
                        "partition": {"$first": "$partition"}, "waiting": {"$sum": 1}}},
        ]  # fmt: skip
        lanes = [lane async for lane in self.parked.aggregate(pipeline)]
        PARKED.set(sum(lane["waiting"] for lane in lanes))
        return sorted(
            lane["_id"] for lane in lanes if lane["status"] != TROUBLED and (lane["topic"], lane["partition"]) in assigned
        )

    async def head(self, lane: str) -> Parked | None:
        """The oldest entry of a lane, unless it waits for a person."""
        record = await self.parked.find_one({"lane": lane, "status": {"$ne": DISCARDED}}, sort=[("number", ASCENDING)])
        if record is None or record["status"] == TROUBLED:
            return None
        return Parked(record["_id"], self._opened(record))

    def _opened(self, record: Record) -> RawRecord:
        key, headers, value = json.loads(self.keyring.open(record["sealed"]))
        pairs = tuple((name, _bytes(text)) for name, text in headers)
        return RawRecord(record["topic"], record["partition"], record["number"], _bytes(key), pairs, _bytes(value))

    async def mark(self, id_: str, status: str, reason: str) -> bool:
        """Moves an entry to another status; false where there is none. What was discarded stays so."""
        result = await self.parked.update_one(
            {"_id": id_, "status": {"$ne": DISCARDED}}, {"$set": {"status": status, "reason": reason}, "$inc": {"tries": 1}}
        )
        return bool(result.matched_count)

    async def remove(self, id_: str) -> None:
        await self.parked.delete_one({"_id": id_, "status": {"$ne": DISCARDED}})

    async def in_lanes(self, *, discarded: bool = False) -> AsyncIterator[Record]:
        """Entries lane by lane, each in order of arrival, without bodies."""
        query: Record = {} if discarded else {"status": {"$ne": DISCARDED}}
        async for record in self.parked.find(query, {"sealed": 0}).sort([("lane", ASCENDING), ("number", ASCENDING)]):
            yield record

    async def letter(self, id_: str) -> RawRecord | None:
        """A parked record with its body opened, whatever its status."""
        record = await self.parked.find_one({"_id": id_})
        return None if record is None else self._opened(record)

    async def listed(self, after: str | None, limit: int) -> list[Record]:
        """A page of entries in order of id, without bodies."""
        query: Record = {"_id": {"$gt": after}} if after else {}
        cursor = self.parked.find(query, {"sealed": 0}).sort("_id", ASCENDING).limit(limit)
        return [record async for record in cursor]


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else b64encode(raw).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
