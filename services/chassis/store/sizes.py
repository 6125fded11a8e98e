"""Sizes in the store: a document is weighed before it is saved, because the store ends at 16 MiB a document."""

from collections.abc import Mapping
from typing import Any

import bson

from services.chassis.store.faults import faults_told_apart

LARGEST_STATE = 5 * 1024 * 1024
"""Bytes. A save writes the state twice into one document, and the entry once more into history."""
LARGEST_DOCUMENT = 15 * 1024 * 1024
"""Bytes of state and unsent entries together."""


def weighed(entry: Mapping[str, Any]) -> dict[str, int]:
    """Returns the bytes of an outbox entry: of its state, and of the rest. Raises RefusedByStore if it cannot be stored."""
    rest = {name: value for name, value in entry.items() if name != "state"}
    with faults_told_apart():
        return {"state": len(bson.encode({"state": entry["state"]})), "rest": len(bson.encode(rest))}
