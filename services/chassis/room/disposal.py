"""Disposing of things about people: what is due, what is held, and the deletion of keys that follows a decision."""

from collections.abc import Mapping
from typing import Any

from contracts.vocabulary.roles import DECIDER
from services.chassis.room.erasure import erase_and_record
from services.chassis.room.reading import id_of
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.retention import Retained, record_disposed
from services.chassis.rules.waits import Wait, began_on, decision_due
from services.chassis.store.documents import Document
from services.chassis.store.kinds import Kind
from services.chassis.store.retained import DISPOSAL, DUE, DUE_SINCE

DECIDE_DISPOSAL = "decide-disposal"
"""The step of deciding on what is due to be disposed of."""


def retained_kinds(room: Room) -> list[Kind]:
    """Returns the kinds that retention applies to."""
    return [kind for kind in room.store.kinds.values() if kind.period]


async def retained_thing(room: Room, id_or_reference: str) -> Document | None:
    """Returns the document that a decision names, or None if no retained kind has it."""
    for kind in retained_kinds(room):
        document = await room.store.load(kind, await id_of(room, kind, id_or_reference))
        if document.version:
            return document
    return None


async def erase_disposed(room: Room, document: Document) -> None:
    """Deletes the keys of a thing that was disposed of, and records it. If that fails, its alarm tries again."""
    period, state = document.kind.period, document.state
    if period and isinstance(state, Retained) and state.retention.erase_on:
        await erase_and_record(room, document.kind, document.id, (document.id, *period.owners(state)), record_disposed)


async def found_by(room: Room, keys: Mapping[str, Any], after: str | None, limit: int) -> list[Document]:
    """Returns up to `limit` documents of the retained kinds, kind by kind, each in order of id, behind an id."""
    found: list[Document] = []
    kinds = retained_kinds(room)
    last = await retained_thing(room, after) if after else None
    behind = kinds[kinds.index(last.kind) :] if last else kinds
    for kind in behind:
        position = (None, last.id) if last and last.kind is kind else None
        found += await room.store.find(kind, keys, after=position, limit=limit - len(found))
        if len(found) == limit:
            break
    return found


async def disposals_waiting(room: Room, given: Given) -> list[Wait]:
    """Returns one step for each kind of which something is due, since the day on which the oldest was."""
    waits: list[Wait] = []
    for kind in retained_kinds(room):
        for oldest in await room.store.find(kind, {DISPOSAL: DUE}, order=(DUE_SINCE, 1), limit=1):
            since = oldest.state.retention.due_since
            by, link = decision_due(since, given), f"{given.url}/disposals"
            waits.append(Wait(DECIDE_DISPOSAL, (DECIDER,), oldest.id, began_on(since, given), by, link))
    return waits
