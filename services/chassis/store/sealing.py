"""Sealing states on their way into the store, and opening them on their way out."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag

from services.chassis.privacy.keyring import DataKey
from services.chassis.privacy.sealing import marks_of, places
from services.chassis.store.keys import DataKeys
from services.chassis.store.kinds import Kind

Record = dict[str, Any]


def seals(kind: Kind) -> bool:
    """Returns true if the kind has marked fields."""
    return marks_of(kind.state) is not None


async def seal_entry(keys: DataKeys, kind: Kind, id_: str, entry: Record) -> DataKey | None:
    """Seals the marked fields of an entry's state, in place. Returns the document's own key if the kind has marked fields.

    A kind that hides its actor has the person of the entry sealed too.
    """
    if not seals(kind):
        return None
    found = list(places(kind.state, kind.name, id_, entry["state"]))
    keyed = await keys.to_seal({id_, *(each.owner for each in found)})
    for each in found:
        each.seal(keyed[each.owner])
    if kind.hides_actor:
        entry["by"] = keyed[id_].seal(f"{kind.name}/by", json.dumps(entry["by"]).encode())
    return keyed[id_]


async def open_states(keys: DataKeys, kind: Kind, records: Sequence[Record]) -> Mapping[str, DataKey]:
    """Opens the marked fields of stored records, in place, with one query for all keys. Returns the keys by owner.

    An erased text becomes the value that stands for it. So does one that no key opens, and its record gets `locked`.
    """
    if not seals(kind):
        return {}
    found = [(record, list(places(kind.state, kind.name, record["_id"], record["state"]))) for record in records]
    owners = {record["_id"] for record in records} | {each.owner for _, inside in found for each in inside}
    known = await keys.find(owners)
    for record, inside in found:
        for each in inside:
            key = known.keys.get(each.owner)
            try:
                if key is not None:
                    each.open(key)
                    continue
            except InvalidTag:
                record["locked"] = True
            if each.owner not in known.erased:
                record["locked"] = True
            each.clear()
    return known.keys
