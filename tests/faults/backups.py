"""A service's store backed up, and set back to that (docs/operations.md, "Back up and restore")."""

from collections.abc import Mapping, Sequence

from local.databases import Record, database
from local.deployment import Deployment
from local.people import REGISTRY

BACKED_UP = ("aggregates", "history", "set_aside", "parked", "meta", "editions", "keys", "erased", "reads")
"""In this order."""


def backup(deployment: Deployment, service: str = REGISTRY, names: Sequence[str] = BACKED_UP) -> Mapping[str, list[Record]]:
    with database(deployment, service) as there:
        return {name: list(there[name].find()) for name in names}


def set_back(deployment: Deployment, to: Mapping[str, list[Record]], service: str = REGISTRY) -> None:
    """Collections that `to` does not name stay as they are."""
    with database(deployment, service) as there:
        for name, records in to.items():
            there[name].delete_many({})
            if records:
                there[name].insert_many(records)
