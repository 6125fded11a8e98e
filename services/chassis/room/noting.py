"""Notes on what one request reads, so that the log of reads records it before the answer goes out.

`services.chassis.room.reading` notes every document that it finds for a person. Outside a request nothing is noted.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from services.chassis.store.documents import Document

Ids = defaultdict[str, list[str]]
"""Ids by kind."""


@dataclass
class Notes:
    """The documents that a request has read: those that the person may know of, and those that they may not."""

    shown: Ids = field(default_factory=lambda: defaultdict(list))
    withheld: Ids = field(default_factory=lambda: defaultdict(list))


_NOTES: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Collects the notes of what is read inside."""
    notes = Notes()
    token = _NOTES.set(notes)
    try:
        yield notes
    finally:
        _NOTES.reset(token)


def note(*documents: Document) -> None:
    """Notes documents that a person reads."""
    for each in documents:
        note_id(each.kind.name, each.id)


def note_id(kind: str, id_: str) -> None:
    """Notes the id of a thing that a person reads."""
    if notes := _NOTES.get():
        notes.shown[kind].append(id_)


def note_withheld(document: Document) -> None:
    """Notes a document that exists, and that the person may not know of."""
    if (notes := _NOTES.get()) and document.version:
        notes.withheld[document.kind.name].append(document.id)
