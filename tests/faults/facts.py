"""Facts counted at both ends: in a service's store and on its topic."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from local.databases import database, documents, everything_is_sent
from local.deployment import Deployment
from local.people import EVENTS_BEFORE_SCOPE, REGISTRY
from local.wire import Told, first_appearances, read_topic


async def every_event_is_told(deployment: Deployment, service: str = REGISTRY) -> list[Told]:
    """Waits until everything is sent, and returns the topic's events.

    Asserts that the topic first shows 1, 2, 3 ... of each document, as many as the store counted. Repeats are the
    same event, and the topic holds nothing that the store does not know.
    """
    await everything_is_sent(deployment, service)
    told = await read_topic(deployment, service)
    with database(deployment, service) as found:
        counted = {each["_id"]: each["sequence"] for each in found.aggregates.find({"sequence": {"$gt": 0}}, {"sequence": 1})}
    assert first_appearances(told) == {id_: list(range(1, sequence + 1)) for id_, sequence in counted.items()}
    assert len({(each.aggregate, each.number, each.id, each.body) for each in told}) == sum(counted.values())
    return told


def every_command_is_there_once(deployment: Deployment, reviews: Mapping[str, int]) -> None:
    """Asserts that each review was scoped as often as `reviews` states.

    Each scoping raises its version, so that one too many shows.
    """
    stored = documents(deployment, reviews)
    assert {id_: record["state"]["scope"]["version"] for id_, record in stored.items()} == reviews
    assert {id_: record["sequence"] - EVENTS_BEFORE_SCOPE for id_, record in stored.items()} == reviews


def met_their_own_key(deployment: Deployment, repeated: Mapping[str, datetime], service: str = REGISTRY) -> list[str]:
    """Returns the repeated commands that had already been carried out, so that only their answer was lost."""
    with database(deployment, service) as found:
        noted = [each["commands"] for each in found.aggregates.find({"commands": {"$exists": True}}, {"commands": 1})]
    carried_out = {id_: record["at"].replace(tzinfo=UTC) for commands in noted for id_, record in commands.items()}
    return [id_ for id_, sent in repeated.items() if id_ in carried_out and carried_out[id_] < sent]


def history_is_whole(deployment: Deployment, ids: Collection[str], service: str = REGISTRY) -> None:
    """Asserts that the history holds every version of every document."""
    stored = documents(deployment, ids, service)
    with database(deployment, service) as found:
        kept = sorted(each["_id"] for each in found.history.find({"aggregate": {"$in": list(ids)}}, {"_id": 1}))
    assert kept == sorted(f"{id_}/{version}" for id_, each in stored.items() for version in range(1, each["version"] + 1))
