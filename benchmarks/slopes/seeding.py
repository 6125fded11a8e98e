"""Bulk seeding: documents, keys and histories as a service would have saved them, without its commands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from contracts.events.event import Event
from local.partnership import PREFIX
from local.wire import wire
from services.chassis.privacy.keyring import DataKey, Purpose
from services.chassis.privacy.sealing import places
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import query_fields
from services.chassis.store.sizes import weighed
from tests.component.harness import Component

Record = dict[str, Any]
SAVED = datetime(2026, 1, 12, 9, tzinfo=UTC)
"""The time of every save."""
FAR = datetime(2100, 1, 1, tzinfo=UTC)
AT_ONCE = 100
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Life:
    """A document to store: its states from the first to the present one, each of them saved with these events.

    An unsent one has all its entries in the outbox, and no history yet. `edition` is that of its alarm.
    """

    states: Sequence[Any]
    events: Sequence[Event] = ()
    sent: bool = True
    filed: bool = False
    alarm_at: datetime | None = None
    edition: int | None = None


def reference(number: int) -> str:
    """Returns a reference as people use it, another one for each number."""
    letters = ""
    for _ in range(4):
        number, letter = divmod(number, len(LETTERS))
        letters = LETTERS[letter] + letters
    return f"{PREFIX}-2026-{letters}"


def put(component: Component, kind: Kind, states: Iterable[Any], like: Life = Life(())) -> None:
    """Stores one document of each state, all of them alike."""
    put_lives(component, kind, [replace(like, states=(state,)) for state in states])


def put_lives(component: Component, kind: Kind, lives: Iterable[Life]) -> None:
    """Stores documents with all that belongs to them."""
    keys: dict[str, DataKey] = {}
    documents: list[Record] = []
    history: list[Record] = []
    for life in lives:
        id_ = life.states[-1].id
        entries = _entries(kind, life, keys)
        documents.append(_document(kind, life, entries))
        if life.filed:
            history += [_filed(kind, id_, entry) for entry in entries]
    wrapped = component.room.keyring
    records = [{"_id": owner, "key": wrapped.seal(Purpose.DATA_KEY, owner, key.raw)} for owner, key in keys.items()]
    for collection, rows in (("aggregates", documents), ("history", history), ("keys", records)):
        put_rows(component, collection, rows)


def put_rows(component: Component, collection: str, rows: Sequence[Record]) -> None:
    """Stores rows of a collection as they are."""
    for first in range(0, len(rows), AT_ONCE):
        component.run(_insert(component, collection, rows[first : first + AT_ONCE]))


async def _insert(component: Component, collection: str, rows: Sequence[Record]) -> None:
    await getattr(component.room.store, collection).insert_many(rows, ordered=False)


def _document(kind: Kind, life: Life, entries: Sequence[Record]) -> Record:
    state = life.states[-1]
    listed = query_fields(kind, state)
    document: Record = {
        "_id": state.id,
        "kind": kind.name,
        "schema": kind.schema,
        "version": len(entries),
        "revision": len(entries),
        "sequence": len(life.events) * len(entries),
        "last_time": SAVED,
        "state": entries[-1]["state"],
        "outbox": [] if life.sent else list(entries),
        **listed,
    }
    if kind.unique:
        document["unique"] = {name: listed["keys"][name] for name in kind.unique}
    if not life.sent:
        document["pending_since"] = SAVED
    if life.alarm_at:
        document |= {"alarm_at": life.alarm_at, "alarm_edition": life.edition}
    return document


def _entries(kind: Kind, life: Life, keys: dict[str, DataKey]) -> list[Record]:
    """Returns an outbox entry of each state. States that are one object are sealed once."""
    sealed = {id(state): _sealed(kind, state, keys) for state in life.states}
    return [_entry(kind, life, version, sealed[id(state)]) for version, state in enumerate(life.states, 1)]


def _entry(kind: Kind, life: Life, version: int, raw: Record) -> Record:
    state = life.states[version - 1]
    entry: Record = {
        "version": version,
        "at": SAVED,
        "filed_from": SAVED,
        "by": {"roles": ["business-unit"], "agency": "partnership", "person_ref": "p-unit"},
        "cause": f"{state.id}/{version}",
        "command": "seed",
        "threads": sorted(kind.threads(state)),
        "events": [
            _encoded(each, state.id, number) for number, each in enumerate(life.events, (version - 1) * len(life.events) + 1)
        ],
        "state": raw,
    }
    return entry | {"size": weighed(entry)}


def _filed(kind: Kind, id_: str, entry: Record) -> Record:
    kept = {name: value for name, value in entry.items() if name not in {"filed_from", "size"}}
    return {"_id": f"{id_}/{entry['version']}", "aggregate": id_, "kind": kind.name, **kept}


def _encoded(event: Event, aggregate: str, number: int) -> Record:
    sent = wire(event, aggregate, number, SAVED)
    return {
        "key": aggregate,
        "headers": {name: (value or b"").decode() for name, value in sent.headers},
        "body": sent.body,
    }


def _sealed(kind: Kind, state: Any, keys: dict[str, DataKey]) -> Record:
    """Returns a state as it is stored. Makes the keys that are missing."""
    raw: Record = state.model_dump(mode="json")
    for place in places(kind.state, kind.name, state.id, raw):
        place.seal(keys.setdefault(place.owner, DataKey.new(place.owner)))
    return raw
