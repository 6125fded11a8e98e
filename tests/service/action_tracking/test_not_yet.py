"""An event about a document that is missing or not readable yet waits, and notifies no one."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pymongo

from contracts.events.action_tracking import ActionAgreed, ActionCompleted
from contracts.vocabulary.actions import Strength
from local.embedded import Embedded
from local.partnership import POLICE, PREFIX
from local.waiting import eventually
from local.wire import send, wire
from tests.service.action_tracking.steps import TRACKING, agreed, today
from tests.service.calling import Caller, People, done


def operator(tracking: People) -> Caller:
    return tracking("operator", agency="independent")


def parked(tracking: People, aggregate: str) -> list[dict[str, Any]]:
    """Returns the messages that wait in the lane of an aggregate."""
    lane = sha256(aggregate.encode()).hexdigest()[:32]
    waiting = operator(tracking).get("/parked", limit=200).json()
    return [each for each in waiting if each["lane"].endswith(lane)]


def heard_of(tracking: People, about: str) -> list[str]:
    """Returns the events in the ledger about a thing."""
    return sorted(each["event"] for each in operator(tracking).get("/ledger", about=about).json())


def written_by(deployment: Embedded, schema: int, action: str) -> None:
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(TRACKING)) as client:
        client.get_default_database()["aggregates"].update_one({"_id": action}, {"$set": {"schema": schema}})


async def test_event_about_a_missing_action_waits(deployment: Embedded, tracking: People) -> None:
    action = str(uuid4())
    event = ActionAgreed(
        action=action,
        reference=f"{PREFIX}-2027-K7Q4",
        findings=(str(uuid4()),),
        obligations=(),
        themes=("neglect",),
        strength=Strength.WEAKER,
        agency=POLICE,
        agencies=(POLICE,),
        due=today(deployment),
        epoch=1,
    )
    await send(deployment, TRACKING, [wire(event, action, 1)])
    (message,) = eventually(lambda: parked(tracking, action), what="it is parked")
    assert (message["status"], message["reason"]) == ("not-yet", "NotYet")
    assert heard_of(tracking, action) == []
    done(operator(tracking).post(f"/parked/{message['id']}/discards", {"reason": "no-such-action"}))


async def test_event_waits_for_a_document_of_a_newer_version(deployment: Embedded, tracking: People) -> None:
    action = await agreed(deployment, tracking, POLICE)
    eventually(lambda: heard_of(tracking, action) == ["ActionAgreed"], what="it is known")
    written_by(deployment, 99, action)
    await send(deployment, TRACKING, [wire(ActionCompleted(action=action, epoch=1), action, 50)])
    (message,) = eventually(lambda: parked(tracking, action), what="it is parked")
    assert (message["status"], message["reason"]) == ("not-yet", "NewerSchema")
    written_by(deployment, 1, action)
    eventually(lambda: heard_of(tracking, action) == ["ActionAgreed", "ActionCompleted"], what="it is heard")
    assert eventually(lambda: not parked(tracking, action), what="nothing waits any more")
