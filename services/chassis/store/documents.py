"""Documents in MongoDB: one aggregate, one document, one atomic write (docs/architecture.md "One write")."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel
from pymongo import ASCENDING
from pymongo.errors import PyMongoError
from pymongo.write_concern import WriteConcern

from services.chassis.privacy.keyring import DataKey, Keyring
from services.chassis.privacy.reasons import SafeFault
from services.chassis.store.faults import Duplicate, guarded
from services.chassis.store.keys import DataKeys
from services.chassis.store.kinds import Kind
from services.chassis.store.parts import part_fields, part_of
from services.chassis.store.query_keys import (
    BY_LABEL,
    condition,
    known_to,
    order_fields,
    order_index,
    query_fields,
    query_for,
    unique_index,
)
from services.chassis.store.sealing import open_states

T = TypeVar("T")
Record = dict[str, Any]
Order = tuple[str, int]
"""A query key, and 1 for ascending or -1 for descending. Documents without a value come first in an ascending order."""
Position = tuple[Any, str]
"""The position of a document in an order: its value of the key (None in order of id), and its id."""
Odd = Callable[[str, Exception], None]
"""Takes the id of a document whose state cannot be read, and the fault."""
LAST = datetime.max.replace(tzinfo=UTC)
"""A time later than any retry."""
AT_ONCE = 1000
"""Ids in one query, because the store takes no query of more than 16 MiB."""
MOMENT = ("at", "aggregate", "version")
"""The fields of a history entry that put a thread in order of time."""
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
    "outbox.size",
    "alarm_at",
    "alarm_edition",
    "trouble",
)
FOUND = ("kind", "schema", "version", "revision", "sequence", "last_time")
"""The fields of a document that lists read, besides its state."""


class LostRace(Exception):
    """Another process saved the document since it was loaded. The caller decides again."""


class Taken(Exception):
    """Another document has this unique key. The caller derives another one."""


class AnotherKind(SafeFault):
    """The id belongs to a document of another kind, so no retry can save this one."""


class NewerSchema(Exception):
    """A newer version of this service wrote the document, so this version leaves it alone."""


@dataclass(frozen=True)
class Document:
    """An aggregate as loaded. `version` 0 means that it does not exist yet."""

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
    unsent_bytes: int = 0
    key: DataKey | None = None
    """The key of its sealed fields. None if it has none, or once it is erased."""
    locked: bool = False
    """True if it has a sealed field that no key opens, and whose owner was not erased. It can be read, and not changed."""
    place: Any = None
    """The value of the query key that it was sorted by."""


class Store:
    """The database of one service.

    Its collections are `aggregates`, `history`, `set_aside` (history that a restore removed), `parked`, `meta`,
    `editions` (of the settings), `keys`, `erased` and `reads` (the log of reads).
    """

    def __init__(self, address: str, kinds: Iterable[Kind], keyring: Keyring, *, timeout_seconds: float = 10) -> None:
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
        self.aggregates, self.history = guarded(database["aggregates"]), guarded(database["history"])
        self.set_aside = guarded(database["set_aside"])
        self.parked, self.meta = guarded(database["parked"]), guarded(database["meta"])
        self.editions, self.reads = guarded(database["editions"]), guarded(database["reads"])
        self.keys, self.erased = guarded(database["keys"]), guarded(database["erased"])
        self.data_keys = DataKeys(self.keys, self.erased, keyring)
        self.incarnation = 1

    async def open(self) -> None:
        """Creates the indexes and reads the incarnation."""
        await self.aggregates.create_index("pending_since", sparse=True)
        for key in ("alarm_at", "alarm_edition"):
            await self.aggregates.create_index(key, sparse=True)
        for what in ("alarm", "outbox"):
            await self.aggregates.create_index(f"trouble.{what}.attempts", sparse=True)
        for kind in self.kinds.values():
            for key in kind.unique:
                await self.aggregates.create_index(f"unique.{key}", name=unique_index(key), unique=True, sparse=True)
            for key in kind.ordered:
                only = {"kind": kind.name}
                await self.aggregates.create_index(order_fields(key), name=order_index(kind, key), partialFilterExpression=only)
        await self.aggregates.create_index([("found_by", ASCENDING), ("_id", ASCENDING)], name=BY_LABEL)
        await self.history.create_index([(name, ASCENDING) for name in ("threads", *MOMENT)])
        await self.history.create_index([("aggregate", ASCENDING), ("version", ASCENDING)])
        await self.parked.create_index([("lane", ASCENDING), ("number", ASCENDING)])
        await self.parked.create_index([(each, ASCENDING) for each in ("status", "lane", "number", "not_before")])
        await self.parked.create_index([("topic", ASCENDING), ("status", ASCENDING)])
        for key in ("ids", "person_ref"):
            await self.reads.create_index([(key, ASCENDING), ("_id", ASCENDING)])
        await self._erase_again()
        meta = await self.meta.find_one({"_id": "store"})
        self.incarnation = meta["incarnation"] if meta else 1

    async def _erase_again(self) -> None:
        """Deletes the keys of erased owners, which a backup may have brought back."""
        gone: list[str] = []
        async for record in self.erased.find({}, {"_id": 1}):
            gone.append(record["_id"])
            if len(gone) == AT_ONCE:
                await self.keys.delete_many({"_id": {"$in": gone}})
                gone = []
        await self.keys.delete_many({"_id": {"$in": gone}})

    async def ping(self) -> None:
        await self.aggregates.find_one({"_id": "none"})

    def close(self) -> None:
        self.client.close()

    async def load(self, kind: Kind, id_: str) -> Document:
        """Returns the document, or one of version 0. Upgrades older states. Raises NewerSchema."""
        record = await self.aggregates.find_one({"_id": id_}, dict.fromkeys(LOADED, 1))
        if record is None or record["kind"] != kind.name:
            return Document(kind, id_)
        (document,) = await self.read(kind, [record])
        return document

    async def save(self, before: Document, after: Document, entry: Record, remembered: Record) -> None:
        """Saves the new state with exactly one outbox entry, in one guarded write. Raises LostRace, Taken,
        AnotherKind, Unavailable or RefusedByStore.

        `remembered` holds the document's notes on its cause: `heard.<id>` and `commands.<id>`. None removes a note.
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
        _unset(update, fields)
        if not before.version:
            update["$setOnInsert"] = {"kind": kind.name}
        guard = before.version or {"$exists": False}
        try:
            result = await self.aggregates.update_one({"_id": before.id, "version": guard}, update, upsert=not before.version)
        except Duplicate as fault:
            if "unique." in fault.keys:
                raise Taken(kind.name) from None
            if await self.aggregates.find_one({"_id": before.id, "kind": {"$ne": kind.name}}, {"_id": 1}):
                raise AnotherKind("its id belongs to a document of another kind") from None
            raise LostRace from None
        if not result.matched_count and result.upserted_id is None:
            raise LostRace

    async def note(self, document: Document, remembered: Record) -> None:
        """Keeps a document's alarm and its notes on a cause that changed nothing. Files no entry and raises no version.

        Raises LostRace if the document was saved since it was loaded.
        """
        fields = {"alarm_at": document.alarm_at, "alarm_edition": document.alarm_edition, **remembered}
        update: Record = {"$set": {name: value for name, value in fields.items() if value is not None}}
        _unset(update, fields)
        saved = {"_id": document.id, "version": document.version}
        if not (await self.aggregates.update_one(saved, {how: what for how, what in update.items() if what})).matched_count:
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
        part: type[BaseModel] | None = None,
        odd: Odd | None = None,
    ) -> list[Document]:
        """Returns the documents that match, in that order, or in order of id.

        `part` is a model of the fields that are read of each document, instead of its state (see `part_fields`). A state that
        cannot be read raises NewerSchema, or the fault of its model. With `odd`, the document comes without its state
        instead, and `odd` takes the fault. Raises ValueError for keys or an order that no index answers.

        `readers` holds the labels of a reader, and None stands for the service itself. `after` is the position of the last
        document that was returned before.
        """
        query = query_for(kind, keys, readers, order=order[0] if order else None)
        where = {"$and": [query.where, _behind(order, after)]} if after else query.where
        cursor = self.aggregates.find(where, _fields(kind, part, order)).sort(_sorting(order)).hint(query.index)
        records = [record async for record in (cursor.limit(limit) if limit else cursor)]
        return await self._shown(kind, records, part, order, odd)

    async def find_among(
        self,
        kind: Kind,
        ids: Collection[str],
        readers: Collection[str] | None = None,
        *,
        part: type[BaseModel] | None = None,
        odd: Odd | None = None,
    ) -> list[Document]:
        """Returns those of these documents that exist and that the reader may know of, in one query. Else as `find`."""
        if not ids:
            return []
        where = query_for(kind, {}, readers).where | {"_id": {"$in": sorted(ids)}}
        records = [record async for record in self.aggregates.find(where, _fields(kind, part)).hint("_id_")]
        return await self._shown(kind, records, part, None, odd)

    async def _shown(
        self, kind: Kind, records: list[Record], part: type[BaseModel] | None, order: Order | None, odd: Odd | None
    ) -> list[Document]:
        """Returns what a list found. Reads a state of an older schema whole, because an upgrade needs all of it."""
        if part and (old := [each["_id"] for each in records if each["schema"] < kind.schema]):
            whole = {each["_id"]: each["state"] async for each in self.aggregates.find({"_id": {"$in": old}}, {"state": 1})}
            records = [each | {"state": whole[each["_id"]]} if each["_id"] in whole else each for each in records]
        found = await self.read(kind, records, part=part, odd=odd)
        if order is None:
            return found
        return [replace(each, place=record["keys"][order[0]]) for each, record in zip(found, records, strict=True)]

    async def read(
        self, kind: Kind, records: Sequence[Record], *, part: type[BaseModel] | None = None, odd: Odd | None = None
    ) -> list[Document]:
        """Returns stored records as documents: upgraded to the present schema, with their sealed fields opened.

        `part` and `odd` are as in `find`. Raises NewerSchema.
        """
        if any(record["schema"] > kind.schema for record in records):
            raise NewerSchema(kind.name)
        sound = [record for record in records if _tried(partial(_upgrade, kind, record), record, odd)]
        keys = await open_states(self.data_keys, kind, sound, part or kind.state)
        read = {each["_id"]: _tried(partial(_read, kind, part, each), each, odd) for each in sound}
        return [
            replace(
                unread(kind, each),
                state=read.get(each["_id"]),
                key=keys.get(each["_id"]),
                locked=each.get("locked", False),
            )
            for each in records
        ]

    async def count(self, kind: Kind, keys: Mapping[str, Any], readers: Collection[str] | None = None) -> int:
        """Counts the documents that match."""
        query = query_for(kind, keys, readers)
        return await self.aggregates.count_documents(query.where, hint=query.index)

    async def totals(
        self,
        kind: Kind,
        keys: Mapping[str, Any],
        readers: Collection[str] | None = None,
        *,
        by: Sequence[str],
        adding: str | None = None,
    ) -> dict[tuple[Any, ...], int]:
        """Counts the documents that match by the values of some query keys, in the store. With `adding`, sums that key.

        A document counts once for each value of a key that holds several, or for each of those that are asked. It counts with
        None for a key without a value.
        """
        query = query_for(kind, keys, readers)
        spread = [{"$unwind": {"path": f"$keys.{name}", "preserveNullAndEmptyArrays": True}} for name in by]
        group = {"_id": {name: f"$keys.{name}" for name in by}, "total": {"$sum": f"$keys.{adding}" if adding else 1}}
        asked = {f"keys.{name}": condition(keys[name]) for name in by if name in keys}
        steps = [{"$match": query.where}, *spread, {"$match": asked}, {"$group": group}]
        cursor = self.aggregates.aggregate(steps, hint=query.index)
        return {tuple(each["_id"].get(name) for name in by): each["total"] async for each in cursor}

    async def known_among(self, ids: Collection[str], readers: Collection[str]) -> set[str]:
        """Returns those of these ids, of any kind, that the reader may know of."""
        query = known_to(self.kinds.values(), readers) | {"_id": {"$in": sorted(ids)}}
        return {record["_id"] async for record in self.aggregates.find(query, {"_id": 1}).hint("_id_")}


def _unset(update: Record, fields: Record) -> None:
    """Adds to an update that fields without a value are removed."""
    if gone := [name for name, value in fields.items() if value is None]:
        update["$unset"] = dict.fromkeys(gone, "")


def _fields(kind: Kind, part: type[BaseModel] | None, order: Order | None = None) -> Record:
    """Returns the fields that a list reads of a document."""
    shown = part_fields(kind.state, part) if part else ("state",)
    return dict.fromkeys([*FOUND, *shown, *([f"keys.{order[0]}"] if order else [])], 1)


def _read(kind: Kind, part: type[BaseModel] | None, record: Record) -> Any:
    return part_of(kind.state, part, record) if part else kind.state.model_validate(record["state"])


def _sorting(order: Order | None) -> list[tuple[str, int]]:
    """Returns the fields that an order sorts by. Ids break ties in the same direction, as an index has them."""
    return [(f"keys.{order[0]}", order[1]), ("_id", order[1])] if order else [("_id", ASCENDING)]


def _behind(order: Order | None, after: Position) -> Record:
    """Returns the query for documents behind a position. The store sorts null before every value.

    Its first condition bounds the scan of the index, and the second one leaves out what came before.
    """
    value, id_ = after
    if order is None:
        return {"_id": {"$gt": id_}}
    key, direction = f"keys.{order[0]}", order[1]
    if direction == ASCENDING:
        if value is None:
            return {"$or": [{key: None, "_id": {"$gt": id_}}, {key: {"$ne": None}}]}
        return {key: {"$gte": value}, "$or": [{key: {"$gt": value}}, {"_id": {"$gt": id_}}]}
    if value is None:
        return {key: None, "_id": {"$lt": id_}}
    return {key: {"$not": {"$gt": value}}, "$or": [{key: {"$ne": value}}, {"_id": {"$lt": id_}}]}


def _upgrade(kind: Kind, record: Record) -> Record:
    """Brings a record's state to the present schema, in place."""
    for step in range(record["schema"], kind.schema):
        record["state"] = kind.upgrades[step](record["state"])
    return record


def _tried(work: Callable[[], T], record: Record, odd: Odd | None) -> T | None:
    """Returns the result of work on a record. If it fails, returns None and hands the fault to `odd`, or raises without one."""
    try:
        return work()
    except Exception as fault:
        if odd is None:
            raise
        odd(record["_id"], fault)
        return None


def unread(kind: Kind, record: Record) -> Document:
    """Returns a document without its state, whichever version wrote it."""
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
        unsent_bytes=sum(sum(entry.get("size", {}).values()) for entry in record.get("outbox", ())),
    )
