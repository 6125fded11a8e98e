"""Sealing states on their way into the store, and opening them on their way out."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from pydantic import BaseModel

from services.chassis.privacy.keyring import DataKey
from services.chassis.privacy.sealing import Place, marks_of, places
from services.chassis.store.keys import DataKeys
from services.chassis.store.kinds import Kind

Record = dict[str, Any]


def seals(kind: Kind) -> bool:
    """Returns true if the kind has marked fields."""
    return marks_of(kind.state) is not None


async def seal_entry(keys: DataKeys, kind: Kind, id_: str, entry: Record, *, noted: bool) -> DataKey | None:
    """Seals the marked fields of an entry's state, in place. Returns the document's own key if a note or a field needs it.

    `noted` is true if the document notes the body of a command. A kind that hides its actor has the person of the entry
    sealed too.
    """
    if not seals(kind):
        return None
    found = list(places(kind.state, kind.name, id_, entry["state"]))
    if not (found or noted or kind.hides_actor):
        return None
    keyed = await keys.to_seal({id_, *(each.owner for each in found)})
    for each in found:
        each.seal(keyed[each.owner])
    if kind.hides_actor:
        entry["by"] = keyed[id_].seal(f"{kind.name}/by", json.dumps(entry["by"]).encode())
    return keyed[id_]


async def open_states(keys: DataKeys, kind: Kind, records: Sequence[Record], model: type[BaseModel]) -> Mapping[str, DataKey]:
    """Opens the fields of stored records that this model marks, in place, with one query for all keys.

    Returns the keys by owner. An erased text becomes the value that stands for it. A text that no key opens does so too, and
    its record gets `locked`.
    """
    if not seals(kind):
        return {}
    found = [(record, _places(kind, model, record)) for record in records]
    owners = {record["_id"] for record in records if record.get("commands")}
    known = await keys.find(owners | {each.owner for _, inside in found for each in inside})
    for record, inside in found:
        for each in inside:
            if each.owner in known.erased:
                each.clear()
            elif not _opens(each, known.keys.get(each.owner)):
                each.lock()
                record["locked"] = True
    return known.keys


def _places(kind: Kind, model: type[BaseModel], record: Record) -> list[Place]:
    """Returns the places of a record. A state of another shape has none, and its model refuses it."""
    try:
        return list(places(model, kind.name, record["_id"], record["state"]))
    except (AttributeError, LookupError, TypeError):
        return []


def _opens(place: Place, key: DataKey | None) -> bool:
    """Opens a place. Returns false if its key is missing, or if the value was changed, belongs elsewhere or is not sealed."""
    if key is None:
        return False
    try:
        place.open(key)
    except (InvalidTag, TypeError, ValueError):
        return False
    return True
