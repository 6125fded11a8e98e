"""RR5 over the real thing: a cleared statement is read by anybody, and once it is taken back by nobody, anywhere."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pymongo

from contracts.events.review_registry import LearningRecalled, LearningReleased
from local.embedded import Embedded
from local.waiting import eventually
from tests.service.calling import Caller, People, done, refused
from tests.service.review_registry.found import found
from tests.service.topic import told

REGISTRY = "review-registry"
STATEMENT = "Ask who else lives here, and write down who was asked."


def keys(deployment: Embedded, review: str) -> dict[str, bool]:
    """By key of what was released, whether the store still has it."""
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(REGISTRY)) as client:
        database = client.get_default_database()
        document = database["aggregates"].find_one({"_id": review})
        assert document is not None
        assert STATEMENT not in str(document), "only sealed"
        named = [each["key"] for each in document["state"]["released"]]
        return {each: database["keys"].find_one({"_id": each}) is not None for each in named}


async def test_a_statement_is_cleared_read_by_anybody_and_taken_back(deployment: Embedded, registry: People) -> None:
    review, finding = found(registry)
    anybody, decider, unit = Caller(registry.client, ""), registry("decider"), registry("business-unit")
    path = f"/learning/{finding}"
    refused(anybody.get(path), 404)
    cleared = {"finding": finding, "statement": STATEMENT}
    names = {"finding": finding, "statement": f"{STATEMENT} Or write to somebody@example.org."}
    assert refused(decider.post(f"/reviews/{review}/learning", names), 409) == [("learning/identifies", "statement")]
    released = done(decider.post(f"/reviews/{review}/learning", cleared))
    assert "released" not in released, "shown, opened, beside its finding"

    events = await told(deployment, REGISTRY, review, until={LearningReleased})
    told_of = events[-1].event
    assert isinstance(told_of, LearningReleased)
    assert told_of.link == f"{deployment.url(REGISTRY)}{path}"
    read = done(anybody.get(path))
    assert (read["statement"], read["sha256"]) == (STATEMENT, sha256(STATEMENT.encode()).hexdigest())
    assert told_of.sha256 == read["sha256"]
    assert list(keys(deployment, review).values()) == [True]

    refused(unit.post(f"/reviews/{review}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"}), 403)
    done(decider.post(f"/reviews/{review}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"}))
    refused(anybody.get(path), 410)
    await told(deployment, REGISTRY, review, until={LearningRecalled})
    assert eventually(lambda: list(keys(deployment, review).values()) == [False], what="its key is gone")
    (shown,) = unit.get(f"/reviews/{review}/findings").json()
    assert (shown["learning"]["statement"], shown["learning"]["recalled_reason"]) == (None, "identifies-somebody")

    again = STATEMENT.replace("lives", "stays")
    done(decider.post(f"/reviews/{review}/learning", {"finding": finding, "statement": again}))
    assert done(anybody.get(path))["statement"] == again
    refused(anybody.get(f"/learning/{uuid4()}"), 404)
