"""Documents stored in bulk, as their kinds would have saved them: for tests whose grounds are many."""

from collections.abc import Sequence
from typing import Any

from services.chassis.privacy.keyring import DataKey, Purpose
from services.chassis.privacy.sealing import places
from services.chassis.room.room import Room
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import query_fields


async def seed(room: Room, *states: tuple[Kind, Any]) -> None:
    """Stores each state as a document of its kind under the state's id, in two writes. No alarm rings for it."""
    records = [_record(kind, state) for kind, state in states]
    sealed = [place for (kind, state), each in zip(states, records, strict=True) for place in _places(kind, state, each)]
    keys = {place.owner: DataKey.new(place.owner) for place in sealed}
    for place in sealed:
        place.seal(keys[place.owner])
    wrapped = [{"_id": each.owner, "key": room.keyring.seal(Purpose.DATA_KEY, each.owner, each.raw)} for each in keys.values()]
    for collection, documents in ((room.store.keys, wrapped), (room.store.aggregates, records)):
        if documents:
            await collection.insert_many(documents)


def _record(kind: Kind, state: Any) -> dict[str, Any]:
    saved = {"schema": kind.schema, "version": 1, "revision": 1, "sequence": 0, "outbox": []}
    return {"_id": state.id, "kind": kind.name, "state": state.model_dump(mode="json"), **saved, **query_fields(kind, state)}


def _places(kind: Kind, state: Any, record: dict[str, Any]) -> Sequence[Any]:
    return list(places(kind.state, kind.name, state.id, record["state"]))
