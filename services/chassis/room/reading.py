"""The one way to read for a person, the twin of `change`: the query asks what the reader may know.

Nothing else in a service's queries or routes asks the store. Lists, pages, counts, single reads, histories and threads leave
out what a reader may not know by the query itself, so that pages are full and counts agree with lists.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from logging import ERROR
from typing import Any

from pydantic import BaseModel

from services.chassis.room.noting import note, note_withheld
from services.chassis.room.room import Room
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import Actor
from services.chassis.store import history
from services.chassis.store.documents import Document, Order, Position, Record
from services.chassis.store.kinds import Kind
from services.chassis.store.parts import Nothing
from services.chassis.telemetry.logs import log_fault
from services.chassis.telemetry.metrics import UNREADABLE

REFERENCE = re.compile(r"[A-Z]{2,4}-\d{4}-[A-HJ-NP-Z2-9]{4}")


@dataclass(frozen=True)
class Reader:
    """A person who reads. `also` holds labels inherited from elsewhere, such as an involvement that names the person."""

    actor: Actor
    also: frozenset[str] = frozenset()

    @property
    def labels(self) -> frozenset[str]:
        return labels_of(self.actor) | self.also


@dataclass(frozen=True)
class Page:
    """A full page of documents, and the position of its last one if more follow.

    A document that cannot be read is left out, and the page is shorter.
    """

    documents: list[Document]
    more: Position | None


LEFT_OUT: ContextVar[list[str]] = ContextVar("left_out")
"""The ids of documents that the present answer leaves out."""


def leave_out(kind: Kind, id_: str, fault: Exception) -> None:
    """Notes that an answer goes on without a document that cannot be read or shown. One odd document spoils no list."""
    log_fault(ERROR, "reading: a document is left out of a list", fault, kind=kind.name, document=id_)
    UNREADABLE.add(1, {"kind": kind.name})
    LEFT_OUT.get([]).append(id_)


class _Referenced(BaseModel):
    """The part of a document by which people name it."""

    reference: str


async def id_of(room: Room, kind: Kind, id_or_reference: str) -> str:
    """Returns the id that a reference belongs to; anything else, or an unknown reference, as it is."""
    if "reference" not in kind.unique or not REFERENCE.fullmatch(id_or_reference):
        return id_or_reference
    found = await room.store.find(kind, {"reference": id_or_reference}, limit=1, part=_Referenced)
    return found[0].id if found else id_or_reference


def is_known(document: Document, reader: Reader) -> bool:
    """Decides whether a loaded document exists and the reader may know of it."""
    kind, state = document.kind, document.state
    return document.version > 0 and may_read(reader.labels, kind.readers(state), kind.hidden_from(state))


async def read_one(room: Room, kind: Kind, id_or_reference: str, reader: Reader) -> Document | None:
    """Returns a document; None if it is unknown, or not the reader's to know of."""
    document = await room.store.load(kind, await id_of(room, kind, id_or_reference))
    if not is_known(document, reader):
        note_withheld(document)
        return None
    note(document)
    return document


async def read_part(room: Room, kind: Kind, id_or_reference: str, reader: Reader, part: type[BaseModel]) -> Document | None:
    """Returns a document with the fields that `part` names, instead of its state. Else as `read_one`."""
    id_ = await id_of(room, kind, id_or_reference)
    found = await room.store.find_among(kind, [id_], reader.labels, part=part)
    if not found:
        for withheld in await room.store.find_among(kind, [id_], part=Nothing):
            note_withheld(withheld)
        return None
    note(*found)
    return found[0]


async def read_page(
    room: Room,
    kind: Kind,
    reader: Reader,
    keys: Mapping[str, Any],
    *,
    order: Order | None = None,
    after: Position | None = None,
    limit: int,
    part: type[BaseModel] | None = None,
) -> Page:
    """Returns up to `limit` documents behind a position, all of them the reader's to know of.

    `part` is a model of the fields that are read of each state, instead of all.
    """
    odd = partial(leave_out, kind)
    found = await room.store.find(kind, keys, reader.labels, order=order, after=after, limit=limit + 1, part=part, odd=odd)
    more = (found[limit - 1].place, found[limit - 1].id) if len(found) > limit else None
    shown = _readable(found[:limit])
    note(*shown)
    return Page(shown, more)


async def read_all(
    room: Room,
    kind: Kind,
    reader: Reader,
    keys: Mapping[str, Any],
    *,
    order: Order | None = None,
    part: type[BaseModel] | None = None,
) -> list[Any]:
    """Returns the states that match and that the reader may know of, in that order, or in order of id.

    For lists that are short by nature. `part` is as in `read_page`.
    """
    odd = partial(leave_out, kind)
    found = _readable(await room.store.find(kind, keys, reader.labels, order=order, part=part, odd=odd))
    note(*found)
    return [each.state for each in found]


async def read_among(
    room: Room, kind: Kind, ids: Collection[str], reader: Reader, *, part: type[BaseModel] | None = None
) -> dict[str, Any]:
    """Returns by id those of these states that the reader may know of."""
    found = _readable(await room.store.find_among(kind, ids, reader.labels, part=part, odd=partial(leave_out, kind)))
    note(*found)
    return {each.id: each.state for each in found}


async def known_among(room: Room, ids: Collection[str], reader: Reader) -> set[str]:
    """Returns those of these ids, of any kind, that the reader may know of."""
    return await room.store.known_among(ids, reader.labels)


def _readable(documents: list[Document]) -> list[Document]:
    return [each for each in documents if each.state is not None]


async def count(room: Room, kind: Kind, reader: Reader, keys: Mapping[str, Any]) -> int:
    """Counts what matches and the reader may know of."""
    return await room.store.count(kind, keys, reader.labels)


async def totals(
    room: Room, kind: Kind, reader: Reader, keys: Mapping[str, Any], *, by: Sequence[str], adding: str | None = None
) -> dict[tuple[Any, ...], int]:
    """Counts what matches and the reader may know of, by the values of some query keys. With `adding`, sums that key."""
    return await room.store.totals(kind, keys, reader.labels, by=by, adding=adding)


async def totals_belonging(
    room: Room, kind: Kind, keys: Mapping[str, Any], *, by: Sequence[str], adding: str | None = None
) -> dict[tuple[Any, ...], int]:
    """Counts what belongs to something that was read already, by the values of some query keys."""
    return await room.store.totals(kind, keys, by=by, adding=adding)


async def belonging(room: Room, kind: Kind, keys: Mapping[str, Any], *, part: type[BaseModel] | None = None) -> list[Any]:
    """Returns the states that belong to something that was read already, such as the projections about a shown finding.

    `part` is a model of the fields that are read of each state, instead of all.
    """
    return [each.state for each in await room.store.find(kind, keys, part=part)]


async def history_of(
    room: Room, document: Document, after: int, limit: int, fields: Collection[str] = ()
) -> tuple[list[Record], bool]:
    """Returns up to `limit` history entries of a document that was read already, behind a version, and whether more follow.

    Of its state, each entry has these fields alone.
    """
    entries = await history.life(room.store, document.id, after, limit + 1, fields)
    return entries[:limit], len(entries) > limit


async def thread(
    room: Room, id_: str, reader: Reader, *, after: history.Moment | None = None, limit: int
) -> tuple[list[Record], history.Moment | None]:
    """Returns up to `limit` history entries of a thread behind a position, in order of time, and the last one's if more follow.

    Leaves out those of documents that the reader may not know of.
    """
    found: list[Record] = []
    while True:
        entries = await history.thread(room.store, id_, after, limit + 1)
        known = await known_among(room, {entry["aggregate"] for entry in entries}, reader)
        found += [entry for entry in entries if entry["aggregate"] in known]
        if len(found) > limit:
            return found[:limit], history.moment_of(found[limit - 1])
        if len(entries) <= limit:
            return found, None
        after = history.moment_of(entries[-1])
