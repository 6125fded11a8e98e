"""The data that services have stored, read with their own logins."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pymongo
from pymongo.database import Database

from local.deployment import Deployment
from local.people import REGISTRY
from local.waiting import eventually_async

Record = dict[str, Any]


CLIENTS: dict[str, pymongo.MongoClient[Record]] = {}
"""Open clients by address, for callers that look a hundred times a second. A login takes longer than an answer."""
KEPT = 12
"""The number of clients to keep. The oldest ones close first."""


def client_at(uri: str) -> pymongo.MongoClient[Record]:
    client = CLIENTS.pop(uri, None) or pymongo.MongoClient[Record](uri, serverSelectionTimeoutMS=2000, socketTimeoutMS=5000)
    CLIENTS[uri] = client
    if len(CLIENTS) > KEPT:
        close(CLIENTS.pop(next(iter(CLIENTS))))
    return client


def close(client: pymongo.MongoClient[Record]) -> None:
    """Closes a client at once. Otherwise it waits for a store that may be gone."""
    with pymongo.timeout(0.05):
        client.close()


@contextmanager
def database(deployment: Deployment, service: str = REGISTRY) -> Iterator[Database[Record]]:
    """Yields a service's own database, with the service's login."""
    yield client_at(deployment.store_uri(service)).get_default_database()


def documents(deployment: Deployment, ids: Collection[str], service: str = REGISTRY) -> Mapping[str, Record]:
    with database(deployment, service) as found:
        return {record["_id"]: record for record in found.aggregates.find({"_id": {"$in": list(ids)}})}


def pending(deployment: Deployment, service: str = REGISTRY) -> int:
    """Returns the number of documents with unsent events."""
    with database(deployment, service) as found:
        return found.aggregates.count_documents({"pending_since": {"$exists": True}})


async def everything_is_sent(deployment: Deployment, service: str = REGISTRY, within: float = 30) -> None:
    async def sent() -> bool:
        return pending(deployment, service) == 0

    await eventually_async(sent, within=within, every=0.1, what=f"{service} has sent everything")
