"""Documents in MongoDB: one aggregate, one document, one atomic write (architecture.md rule 3). Only this file knows Motor."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import ASCENDING, InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError
from pymongo.write_concern import WriteConcern

from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import query_fields, query_for

Unavailable = PyMongoError
"""Whatever the store raises when it cannot be asked now: try again."""

Record = dict[str, Any]
Order = tuple[str, int]
"""A query key, and 1 for ascending or -1 for descending. Documents without a value come first in an ascending order."""
Position = tuple[Any, str]
"""The place of a document in an order: its value of the key (None in order of id), and its id."""
LAST = datetime.max.replace(tzinfo=UTC)
"""Later than whatever steps back."""
SHOWN = 500
"""Troubled documents at most, however many there are."""
LOADED = (
    "kind",
    "schema",
    "version",
    "revision",
    "sequence",
    "last_time",
    "state",
    "heard",
    "commands",
    "outbox.version",
    "alarm_at",
    "alarm_edition",
    "trouble",
)


OUTGOING = dict.fromkeys(("kind", "outbox", "trouble", "pending_since"), 1)
"""What the relay reads of a document."""


class LostRace(Exception):
    """The document changed since it was loaded: decide again."""


class Taken(Exception):
    """A key that must be unique is another document's: derive another."""


class NewerSchema(Exception):
    """The document was written by a newer version of this service: this one leaves it alone."""


@dataclass(frozen=True)
class Document:
    """An aggregate as loaded. `version` 0: not there yet."""

    kind: Kind
    id: str
    state: Any = None
    version: int = 0
    revision: int = 0
    sequence: int = 0
    schema: int = 0
    last_time: datetime | None = None
    alarm_at: datetime | None = None
    alarm_edition: int | None = None
    trouble: Mapping[str, Record] = field(default_factory=dict)
    heard: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, Record] = field(default_factory=dict)
    unsent: int = 0


class Store:
    """One service's database: `aggregates`, `history` and what was `set_aside` of it, `parked`, `meta`, `keys` and `erased`."""

    def __init__(self, address: str, kinds: Iterable[Kind], *, timeout_seconds: float = 10) -> None:
        milliseconds = int(timeout_seconds * 1000)
        try:
            self.client: AsyncIOMotorClient[Record] = AsyncIOMotorClient(
                address,
                maxPoolSize=64,
                serverSelectionTimeoutMS=milliseconds,
                socketTimeoutMS=milliseconds,
                connectTimeoutMS=milliseconds,
            )
            database = self.client.get_default_database(
                codec_options=CodecOptions(tz_aware=True, tzinfo=UTC), write_concern=WriteConcern("majority", j=True)
            )
        except (PyMongoError, ValueError):
            raise ValueError("LEARNING_STORE is not the address of a MongoDB store that names a database") from None
        self.kinds = {kind.name: kind for kind in kinds}
        self.aggregates, self.history = database["aggregates"], database["history"]
        self.set_aside = database["set_aside"]
        self.parked, self.meta = database["parked"], database["meta"]
        self.keys, self.erased = database["keys"], database["erased"]
        self.incarnation = 1

    async def open(self) -> None:
        """Makes the indexes and reads the incarnation."""
        await self.aggregates.create_index("pending_since", sparse=True)
        await self.aggregates.create_index("alarm_at", sparse=True)
        for what in ("alarm", "outbox"):
            await self.aggregates.create_index(f"trouble.{what}.attempts", sparse=True)
        for kind in self.kinds.values():
            for key in kind.unique:
                await self.aggregates.create_index(f"unique.{key}", unique=True, sparse=True)
        await self.aggregates.create_index([("found_by", ASCENDING), ("_id", ASCENDING)])
        await self.history.create_index([("threads", ASCENDING)])
        await self.history.create_index([("aggregate", ASCENDING), ("version", ASCENDING)])
        await self.parked.create_index([("lane", ASCENDING), ("number", ASCENDING)])
        gone = [record["_id"] async for record in self.erased.find({}, {"_id": 1})]
        if gone:
            await self.keys.delete_many({"_id": {"$in": gone}})
        meta = await self.meta.find_one({"_id": "store"})
        self.incarnation = meta["incarnation"] if meta else 1

    async def ping(self) -> None:
        await self.aggregates.find_one({"_id": "none"})

    def close(self) -> None:
        self.client.close()

    async def load(self, kind: Kind, id_: str) -> Document:
        """The document, or one of version 0. Older states are brought up to date. Raises NewerSchema."""
        record = await self.aggregates.find_one({"_id": id_}, dict.fromkeys(LOADED, 1))
        return Document(kind, id_) if record is None or record["kind"] != kind.name else read(kind, record)

    async def save(self, before: Document, after: Document, entry: Record, remembered: Record) -> None:
        """One guarded write: the new state, and exactly one outbox entry. Raises LostRace, Taken or Unavailable.

        `remembered` holds what the document keeps of its cause: `heard.<id>`, `commands.<id>` (None: forgotten).
        """
        kind = before.kind
        listed = query_fields(kind, after.state)
        fields: Record = {
            "state": entry["state"],
            "schema": kind.schema,
            "revision": after.revision,
            "sequence": after.sequence,
            "last_time": after.last_time,
            "alarm_at": after.alarm_at,
            "alarm_edition": after.alarm_edition,
            **listed,
            **{f"unique.{name}": listed["keys"][name] for name in kind.unique},
            **remembered,
        }
        update: Record = {
            "$set": {name: value for name, value in fields.items() if value is not None},
            "$inc": {"version": 1},
            "$push": {"outbox": entry},
            "$min": {"pending_since": entry["filed_from"]},
        }
        if gone := [name for name, value in fields.items() if value is None]:
            update["$unset"] = dict.fromkeys(gone, "")
        if not before.version:
            update["$setOnInsert"] = {"kind": kind.name}
        guard = before.version or {"$exists": False}
        try:
            result = await self.aggregates.update_one({"_id": before.id, "version": guard}, update, upsert=not before.version)
        except DuplicateKeyError as fault:
            if "unique." in str(fault.details):
                raise Taken(kind.name) from None
            raise LostRace from None
        if not result.matched_count and result.upserted_id is None:
            raise LostRace

    async def find(
        self,
        kind: Kind,
        keys: Mapping[str, Any],
        readers: Collection[str] | None = None,
        *,
        order: Order | None = None,
        after: Position | None = None,
        limit: int | None = None,
    ) -> list[Document]:
        """Returns the documents that match, in that order, or in order of id. Raises NewerSchema.

        `readers` holds the labels of a reader, and None stands for the service itself. `after` is the position of the last
        document that was returned before.
        """
        query = query_for(kind, keys, readers)
        if after:
            query = {"$and": [query, _behind(order, after)]}
        sort = [(f"keys.{order[0]}", order[1])] if order else []
        cursor = self.aggregates.find(query, dict.fromkeys(LOADED, 1)).sort([*sort, ("_id", ASCENDING)])
        return [read(kind, record) async for record in (cursor.limit(limit) if limit else cursor)]

    async def find_among(self, kind: Kind, ids: Collection[str], readers: Collection[str] | None = None) -> list[Document]:
        """Returns those of these documents that exist and that the reader may know of, in one query."""
        query = query_for(kind, {}, readers) | {"_id": {"$in": sorted(ids)}}
        return [read(kind, record) async for record in self.aggregates.find(query, dict.fromkeys(LOADED, 1))]

    async def count(self, kind: Kind, keys: Mapping[str, Any], readers: Collection[str] | None = None) -> int:
        """Counts the documents that match."""
        return await self.aggregates.count_documents(query_for(kind, keys, readers))

    async def known_among(self, ids: Collection[str], readers: Collection[str]) -> set[str]:
        """Returns those of these ids, of any kind, that the reader may know of."""
        known: set[str] = set()
        for kind in self.kinds.values():
            query = query_for(kind, {}, readers) | {"_id": {"$in": sorted(ids)}}
            known |= {record["_id"] async for record in self.aggregates.find(query, {"_id": 1})}
        return known

    # What erasure asks (access.md).

    async def key_of(self, owner: str, new: str | None = None) -> str | None:
        """The owner's wrapped key, made of `new` where there is none; None where there is none, or where it was erased."""
        if await self.erased.find_one({"_id": owner}):
            return None
        if new:
            await self.keys.update_one({"_id": owner}, {"$setOnInsert": {"key": new}}, upsert=True)
        record = await self.keys.find_one({"_id": owner})
        return str(record["key"]) if record else None

    async def erase_key(self, owner: str) -> None:
        """Listed first, so that a crash in between leaves nothing that can be opened."""
        await self.erased.update_one({"_id": owner}, {"$set": {"erased": True}}, upsert=True)
        await self.keys.delete_one({"_id": owner})

    async def past(self, query: Mapping[str, Any], limit: int | None = None) -> list[Record]:
        """Returns the history entries that match, each aggregate's in order. The relay files an entry soon after its save."""
        cursor = self.history.find(query).sort([("aggregate", ASCENDING), ("version", ASCENDING)])
        return [entry async for entry in (cursor.limit(limit) if limit else cursor)]

    # What the relay asks (rule 4).

    async def saved(self, ids: Sequence[str], now: datetime) -> list[Record]:
        """Of these documents, those that have something to send and have not stepped back."""
        cursor = self.aggregates.find({"_id": {"$in": list(ids)}}, OUTGOING)
        return [record async for record in cursor if record["outbox"] and not _steps_back(record, now)]

    async def pending(self, now: datetime, older_than: datetime, limit: int) -> list[Record]:
        """Documents with something to send that nobody has sent for that long, the oldest first."""
        query = {"pending_since": {"$lte": older_than}, "trouble.outbox.not_before": {"$not": {"$gt": now}}}
        cursor = self.aggregates.find(query, OUTGOING).sort("pending_since", ASCENDING)
        return [record async for record in cursor.limit(limit)]

    async def file(self, entries: Sequence[Record]) -> None:
        """Into history; what is there already is the same."""
        if not entries:
            return  # of documents that were sent and pulled, and whose waiting a crash left noted
        try:
            await self.history.bulk_write([InsertOne(entry) for entry in entries], ordered=False)
        except BulkWriteError as fault:
            if any(error["code"] != 11000 for error in (fault.details or {}).get("writeErrors", [])):
                raise

    async def clear(self, sent: Mapping[str, Sequence[int]], failed: Mapping[str, Record]) -> None:
        """Pulls what was sent by version, and notes what failed. `pending_since` goes in a write of its own, after the
        pull: in one write with it, a newer entry was seen to be hidden."""
        writes: list[UpdateOne] = []
        for id_, versions in sent.items():
            writes.append(UpdateOne({"_id": id_}, {"$pull": {"outbox": {"version": {"$in": list(versions)}}}}))
            if id_ not in failed:
                writes.append(
                    UpdateOne({"_id": id_, "outbox": {"$size": 0}}, {"$unset": {"pending_since": "", "trouble.outbox": ""}})
                )
        for id_, trouble in failed.items():
            writes.append(UpdateOne({"_id": id_}, {"$set": {"trouble.outbox": trouble}}))
            writes.append(
                UpdateOne(
                    {"_id": id_, "outbox.0": {"$exists": True}},
                    {"$unset": {"outbox.$[filed].state": ""}},
                    array_filters=[{"filed.version": {"$lte": trouble["filed"]}}],
                )
            )
        if writes:
            await self.aggregates.bulk_write(writes, ordered=True)

    # What the sweep asks (rule 8).

    async def due(self, now: datetime, real: datetime, limit: int) -> list[Document]:
        """Documents whose alarm is due, unread."""
        return await self._alarms({"alarm_at": {"$lte": now}}, real, limit)

    async def outdated(self, edition: int, real: datetime, limit: int) -> list[Document]:
        """Documents whose alarm was worked out under another edition of the settings, unread. This looks at every alarm."""
        return await self._alarms({"alarm_at": {"$exists": True}, "alarm_edition": {"$ne": edition}}, real, limit)

    async def _alarms(self, query: Record, real: datetime, limit: int) -> list[Document]:
        """What a newer version of this service wrote is left to it, however much of it is due."""
        steady = {"trouble.alarm.not_before": {"$not": {"$gt": real}}}
        passed = 0
        while True:
            cursor = self.aggregates.find(query | steady, dict.fromkeys(LOADED, 1)).sort("alarm_at", ASCENDING)
            records = [record async for record in cursor.skip(passed).limit(limit)]
            ours = [unread(self.kinds[record["kind"]], record) for record in records if self._is_ours(record)]
            if ours or len(records) < limit:
                return ours
            passed += limit

    def _is_ours(self, record: Record) -> bool:
        """Neither written by a newer version of this service nor of a kind that only that one knows."""
        kind = self.kinds.get(record["kind"])
        return kind is not None and record["schema"] <= kind.schema

    async def trouble(self, id_: str, trouble: Record | None) -> None:
        """Notes that a document's alarm keeps failing (attempts, why, not before when), or that it does no longer."""
        change = {"$set": {"trouble.alarm": trouble}} if trouble else {"$unset": {"trouble.alarm": ""}}
        await self.aggregates.update_one({"_id": id_}, change)

    async def troubled(self) -> list[Record]:
        """Documents whose alarm or outbox keeps failing, in order of id. Each is asked by its index: not every store takes two
        for one question."""
        alarm = {"trouble.alarm.attempts": {"$gt": 0}, "alarm_at": {"$exists": True}}
        outbox = {"trouble.outbox.attempts": {"$gt": 0}}
        found: dict[str, Record] = {}
        for query in (alarm, outbox):
            cursor = self.aggregates.find(query, {"kind": 1, "trouble": 1}).sort("_id", ASCENDING).limit(SHOWN)
            found |= {record["_id"]: record async for record in cursor}
        return [found[id_] for id_ in sorted(found)][:SHOWN]

    # What re-publishing asks ("Restore and rebuild").

    async def generation(self) -> int:
        """The generation of topics that this store was last published to in full; 0 for none."""
        meta = await self.meta.find_one({"_id": "published"})
        return int(meta["generation"]) if meta else 0

    async def published_in_full(self, generation: int) -> None:
        await self.meta.update_one({"_id": "published"}, {"$max": {"generation": generation}}, upsert=True)

    async def lives(self, aggregate: str | None = None, after: str | None = None) -> AsyncIterator[list[Record]]:
        """The history of one aggregate after another, each in order of version; of that one alone, or of those after it."""
        query: Record = {"aggregate": aggregate} if aggregate else {"aggregate": {"$gt": after}} if after else {}
        life: list[Record] = []
        cursor = self.history.find(query, {"aggregate": 1, "events": 1}).sort(
            [("aggregate", ASCENDING), ("version", ASCENDING)]
        )
        async for entry in cursor:
            if life and life[0]["aggregate"] != entry["aggregate"]:
                yield life
                life = []
            life.append(entry)
        if life:
            yield life


def _behind(order: Order | None, after: Position) -> Record:
    """Returns the query for documents behind a position. The store sorts null before every value."""
    value, id_ = after
    if order is None:
        return {"_id": {"$gt": id_}}
    key, direction = f"keys.{order[0]}", order[1]
    tie: Record = {key: value, "_id": {"$gt": id_}}
    if value is None:
        return {"$or": [tie, {key: {"$ne": None}}]} if direction == ASCENDING else tie
    behind: list[Record] = [{key: {"$gt": value}}] if direction == ASCENDING else [{key: {"$lt": value}}, {key: None}]
    return {"$or": [tie, *behind]}


def _steps_back(record: Record, now: datetime) -> bool:
    """Whether sending it failed, and it is not yet time to try again."""
    until = record.get("trouble", {}).get("outbox", {}).get("not_before")
    return until is not None and until > now


def read(kind: Kind, record: Record) -> Document:
    """A stored record as a document, its state brought up to the present schema. Raises NewerSchema."""
    raw, schema = record["state"], record["schema"]
    if schema > kind.schema:
        raise NewerSchema(kind.name)
    for step in range(schema, kind.schema):
        raw = kind.upgrades[step](raw)
    return replace(unread(kind, record), state=kind.state.model_validate(raw))


def unread(kind: Kind, record: Record) -> Document:
    """Without its state, whatever version wrote it."""
    return Document(
        kind=kind,
        id=record["_id"],
        version=record["version"],
        revision=record["revision"],
        sequence=record["sequence"],
        schema=record["schema"],
        last_time=record.get("last_time"),
        alarm_at=record.get("alarm_at"),
        alarm_edition=record.get("alarm_edition"),
        trouble=record.get("trouble", {}),
        heard=record.get("heard", {}),
        commands=record.get("commands", {}),
        unsent=len(record.get("outbox", ())),
    )
