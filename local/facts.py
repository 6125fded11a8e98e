"""Facts counted at both ends: what a service's store holds, and what its topic tells."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pymongo
from pymongo.database import Database

from local.deployment import Deployment
from local.people import EVENTS_BEFORE_SCOPE, REGISTRY
from local.waiting import eventually_async
from local.wire import Told, first_appearances, read_topic

Record = dict[str, Any]


CLIENTS: dict[str, pymongo.MongoClient[Record]] = {}
"""Kept by address, for whoever looks a hundred times a second: to log in takes the store longer than to answer."""
KEPT = 12
"""Of the deployments that are there now; those of deployments that have ended make room for them."""


def client_at(uri: str) -> pymongo.MongoClient[Record]:
    client = CLIENTS.pop(uri, None) or pymongo.MongoClient[Record](uri, serverSelectionTimeoutMS=2000, socketTimeoutMS=5000)
    CLIENTS[uri] = client
    if len(CLIENTS) > KEPT:
        close(CLIENTS.pop(next(iter(CLIENTS))))
    return client


def close(client: pymongo.MongoClient[Record]) -> None:
    """At once, though its store may be gone: it would look for it to take leave."""
    with pymongo.timeout(0.05):
        client.close()


@contextmanager
def database(deployment: Deployment, service: str = REGISTRY) -> Iterator[Database[Record]]:
    """The service's own, with its own login."""
    yield client_at(deployment.store_uri(service)).get_default_database()


def documents(deployment: Deployment, ids: Collection[str], service: str = REGISTRY) -> Mapping[str, Record]:
    with database(deployment, service) as found:
        return {record["_id"]: record for record in found.aggregates.find({"_id": {"$in": list(ids)}})}


def pending(deployment: Deployment, service: str = REGISTRY) -> int:
    """Documents with something that was not sent yet."""
    with database(deployment, service) as found:
        return found.aggregates.count_documents({"pending_since": {"$exists": True}})


async def everything_is_sent(deployment: Deployment, service: str = REGISTRY, within: float = 30) -> None:
    async def sent() -> bool:
        return pending(deployment, service) == 0

    await eventually_async(sent, within=within, every=0.1, what=f"{service} has sent everything")


async def every_event_is_told(deployment: Deployment, service: str = REGISTRY) -> list[Told]:
    """Once everything is sent: for each document the topic first shows 1, 2, 3 ... as far as the store counted, repeats are
    the same event, and nothing is there that the store does not know. Returns what the topic holds."""
    await everything_is_sent(deployment, service)
    told = await read_topic(deployment, service)
    with database(deployment, service) as found:
        counted = {each["_id"]: each["sequence"] for each in found.aggregates.find({"sequence": {"$gt": 0}}, {"sequence": 1})}
    assert first_appearances(told) == {id_: list(range(1, sequence + 1)) for id_, sequence in counted.items()}
    assert len({(each.aggregate, each.number, each.id, each.body) for each in told}) == sum(counted.values())
    return told


def every_command_is_there_once(deployment: Deployment, reviews: Mapping[str, int]) -> None:
    """`reviews` says how often each was scoped; each scoping counts its version up, so that one too many shows as well."""
    stored = documents(deployment, reviews)
    assert {id_: record["state"]["scope"]["version"] for id_, record in stored.items()} == reviews
    assert {id_: record["sequence"] - EVENTS_BEFORE_SCOPE for id_, record in stored.items()} == reviews


def met_their_own_key(deployment: Deployment, repeated: Mapping[str, datetime], service: str = REGISTRY) -> list[str]:
    """Of the commands that were sent again, those that had been carried out by then, and only their answer was lost."""
    with database(deployment, service) as found:
        noted = [each["commands"] for each in found.aggregates.find({"commands": {"$exists": True}}, {"commands": 1})]
    carried_out = {id_: record["at"].replace(tzinfo=UTC) for commands in noted for id_, record in commands.items()}
    return [id_ for id_, sent in repeated.items() if id_ in carried_out and carried_out[id_] < sent]


def history_is_whole(deployment: Deployment, ids: Collection[str], service: str = REGISTRY) -> None:
    """Every version of every document is on record."""
    stored = documents(deployment, ids, service)
    with database(deployment, service) as found:
        kept = sorted(each["_id"] for each in found.history.find({"aggregate": {"$in": list(ids)}}, {"_id": 1}))
    assert kept == sorted(f"{id_}/{version}" for id_, each in stored.items() for version in range(1, each["version"] + 1))
